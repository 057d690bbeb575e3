import type { ThemeConfig } from 'antd';

/** Quiet and dense: ink on paper, one sober blue-green, no gradients. System fonts only (closed networks). */
export const theme: ThemeConfig = {
  token: {
    colorPrimary: '#24566b',
    colorInfo: '#24566b',
    colorLink: '#1d5f7a',
    colorSuccess: '#2f7a4d',
    colorWarning: '#a8690d',
    colorError: '#b3372c',
    colorText: '#1f2629',
    colorTextSecondary: '#566167',
    colorBgLayout: '#f4f5f3',
    colorBorder: '#d3d8d6',
    colorBorderSecondary: '#e5e8e6',
    borderRadius: 4,
    borderRadiusLG: 5,
    fontSize: 14,
    controlHeight: 32,
    boxShadow: '0 2px 8px rgba(31,38,41,.12)',
    boxShadowSecondary: '0 4px 16px rgba(31,38,41,.14)',
    wireframe: false,
    fontFamily:
      '"PingFang SC","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC","Source Han Sans SC","WenQuanYi Micro Hei",system-ui,sans-serif',
  },
  components: {
    Layout: {
      siderBg: '#fbfbfa',
      headerBg: '#ffffff',
      bodyBg: '#f4f5f3',
      headerHeight: 48,
      headerPadding: '0 16px',
    },
    Menu: {
      itemBg: 'transparent',
      itemHeight: 36,
      itemSelectedBg: '#e2ebee',
      itemSelectedColor: '#1b4557',
      itemBorderRadius: 4,
      activeBarBorderWidth: 0,
    },
    Table: {
      headerBg: '#f3f5f4',
      headerColor: '#49545a',
      headerSplitColor: 'transparent',
      cellPaddingBlockSM: 7,
      cellPaddingInlineSM: 10,
      rowHoverBg: '#f5f8f8',
      rowSelectedBg: '#e9f1f3',
      rowSelectedHoverBg: '#e2ecef',
    },
    Card: { headerHeight: 42, headerHeightSM: 38, bodyPaddingSM: 14, headerFontSizeSM: 14 },
    Tabs: { horizontalMargin: '0 0 12px 0', horizontalItemPadding: '10px 0' },
    Descriptions: { itemPaddingBottom: 8 },
    Form: { itemMarginBottom: 16 },
  },
};
