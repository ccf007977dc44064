/** Chinese of what the module core tells people. `{0}` is the first value of the English sentence. */
export const coreSentences = {
  SecretKeyForm: '键只能含字母、数字、“-”、“_”和“.”',
  SecretNotBase64: '值须为 base64；明文请写在 stringData 中',
  SecretTooLarge: '最多 1 MiB',
  SecretTypeFixed: '类型不能修改；请新建密钥',
  SecretImmutable: '此密钥不可修改；请新建密钥',
  ImmutableStays: '不能撤销',
};
