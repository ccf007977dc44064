import {
  ApartmentOutlined,
  ApiOutlined,
  AppstoreOutlined,
  AuditOutlined,
  BankOutlined,
  ControlOutlined,
  DatabaseOutlined,
  DesktopOutlined,
  FileTextOutlined,
  FundOutlined,
  HddOutlined,
  InboxOutlined,
  KeyOutlined,
  NodeIndexOutlined,
  ShareAltOutlined,
  ShopOutlined,
} from '@ant-design/icons';
import type { ReactNode } from 'react';
import type { IconName } from './doors.ts';

export const menuIcons: Record<IconName, ReactNode> = {
  market: <ShopOutlined />,
  order: <FileTextOutlined />,
  instance: <DatabaseOutlined />,
  application: <AppstoreOutlined />,
  route: <NodeIndexOutlined />,
  upstream: <ApiOutlined />,
  topology: <ShareAltOutlined />,
  member: <KeyOutlined />,
  inbox: <InboxOutlined />,
  tenant: <BankOutlined />,
  organisation: <ApartmentOutlined />,
  audit: <AuditOutlined />,
  system: <HddOutlined />,
  work: <DesktopOutlined />,
  assessment: <FundOutlined />,
  rules: <ControlOutlined />,
};
