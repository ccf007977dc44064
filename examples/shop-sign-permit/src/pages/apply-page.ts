import type { FormErrors, FormField, FormValues } from '../application-form.ts';
import { type Html, html } from '../html.ts';
import { type PageContext, page } from './page.ts';

export interface ApplyPageInput {
  values: FormValues;
  errors: FormErrors;
  csrf: string;
  submission: string;
}

const labels: Record<FormField, string> = {
  shopName: '店铺名称',
  address: '设置地址',
  content: '招牌文字内容',
  widthCm: '宽度（厘米）',
  heightCm: '高度（厘米）',
  phone: '联系电话',
  photo: '招牌效果图或现场照片',
};

/** The form, with what was typed and what is wrong with it. */
export function applyPage(context: PageContext, { values, errors, csrf, submission }: ApplyPageInput): Html {
  const wrong = (Object.keys(labels) as FormField[]).filter((field) => errors[field]);
  const field = (name: keyof FormValues, attributes: Html, hint?: string) => html`<div class="field ${errors[name] && 'wrong'}">
  <label for="${name}">${labels[name]}</label>
  ${hint && html`<p class="hint" id="${name}-hint">${hint}</p>`}
  <input id="${name}" name="${name}" value="${values[name]}" required ${attributes} ${described(name, errors, hint)}>
  ${errorText(name, errors)}
</div>`;
  return page(
    context,
    wrong.length > 0 ? '请修改申请' : '申请',
    html`<section class="card narrow">
<h1>户外招牌设置申请</h1>
${
  wrong.length > 0 &&
  html`<div class="problem" role="alert" tabindex="-1" id="problems"><h2>有 ${wrong.length} 处需要修改</h2><ul>${wrong.map(
    (name) => html`<li><a href="#${name}">${labels[name]}：${errors[name]}</a></li>`,
  )}</ul></div>`
}
<form method="post" action="${context.base}/apply" enctype="multipart/form-data" novalidate data-once>
  <input type="hidden" name="csrf" value="${csrf}">
  <input type="hidden" name="submission" value="${submission}">
  ${field('shopName', html`maxlength="60" autocomplete="organization"`, '与营业执照一致')}
  ${field('address', html`maxlength="120" autocomplete="street-address"`, '路名、门牌号和所在楼层')}
  <div class="field ${errors.content && 'wrong'}">
    <label for="content">${labels.content}</label>
    <p class="hint" id="content-hint">招牌上出现的全部文字</p>
    <textarea id="content" name="content" rows="3" maxlength="200" required ${described('content', errors, 'hint')}>${values.content}</textarea>
    ${errorText('content', errors)}
  </div>
  <div class="pair">
    ${field('widthCm', html`inputmode="numeric" pattern="[0-9]*" maxlength="5"`)}
    ${field('heightCm', html`inputmode="numeric" pattern="[0-9]*" maxlength="5"`)}
  </div>
  ${field('phone', html`type="tel" inputmode="tel" autocomplete="tel" maxlength="20"`, '只用于审批联系，不对外公开')}
  <div class="field ${errors.photo && 'wrong'}">
    <label for="photo">${labels.photo}</label>
    <p class="hint" id="photo-hint">JPG 或 PNG，不超过 5 MB</p>
    <input id="photo" name="photo" type="file" accept="image/jpeg,image/png" required ${described('photo', errors, 'hint')}>
    ${errorText('photo', errors)}
  </div>
  <button class="button large" type="submit">提交申请</button>
</form>
</section>`,
  );
}

function described(name: FormField, errors: FormErrors, hint: string | undefined): Html {
  const ids = [hint && `${name}-hint`, errors[name] && `${name}-error`].filter(Boolean).join(' ');
  return html`${ids && html`aria-describedby="${ids}"`} ${errors[name] && html`aria-invalid="true"`}`;
}

function errorText(name: FormField, errors: FormErrors): Html | undefined {
  return errors[name] ? html`<p class="error" id="${name}-error">${errors[name]}</p>` : undefined;
}
