/** Chinese of what the inventory of systems tells people: the server's too, which writes it into workbooks. */
export { inventorySentences } from '@dizuo/api';
