import { largestPhotoBytes, photoType } from './photo.ts';

/** What a shop keeper fills in, as typed. */
export interface FormValues {
  shopName: string;
  address: string;
  content: string;
  widthCm: string;
  heightCm: string;
  phone: string;
}

export type FormField = keyof FormValues | 'photo';
export type FormErrors = Partial<Record<FormField, string>>;

export interface NewApplication {
  shopName: string;
  address: string;
  content: string;
  widthCm: number;
  heightCm: number;
  phone: string;
}

export const emptyForm: FormValues = { shopName: '', address: '', content: '', widthCm: '', heightCm: '', phone: '' };

/** Everything that is wrong, each with what to do; or the application. Pure. */
export function readForm(
  values: FormValues,
  photo: Uint8Array | 'too-large' | undefined,
): { errors: FormErrors; application?: NewApplication } {
  const errors: FormErrors = {};
  const text = (field: 'shopName' | 'address' | 'content', label: string, most: number) => {
    const value = values[field].trim();
    if (value === '') errors[field] = `请填写${label}`;
    else if ([...value].length > most) errors[field] = `${label}最多 ${most} 个字`;
    return value;
  };
  const size = (field: 'widthCm' | 'heightCm', label: string) => {
    const value = Number(values[field].trim());
    if (!/^\d{1,5}$/.test(values[field].trim()) || value < 1 || value > 5000) errors[field] = `${label}请填 1 到 5000 之间的整数（厘米）`;
    return value;
  };
  const application = {
    shopName: text('shopName', '店铺名称', 60),
    address: text('address', '设置地址', 120),
    content: text('content', '招牌文字内容', 200),
    widthCm: size('widthCm', '宽度'),
    heightCm: size('heightCm', '高度'),
    phone: values.phone.trim(),
  };
  if (!/^(1\d{10}|0\d{2,3}-?\d{7,8})$/.test(application.phone)) errors.phone = '请填写 11 位手机号，或带区号的固定电话';
  if (photo === 'too-large') errors.photo = `照片超过 ${largestPhotoBytes / 1024 / 1024} MB，请压缩后再选择`;
  else if (!photo || photo.length === 0) errors.photo = '请选择一张招牌效果图或现场照片';
  else if (!photoType(photo)) errors.photo = '照片须是 JPG 或 PNG 格式';
  return Object.keys(errors).length > 0 ? { errors } : { errors, application };
}
