package hv.ept.probe;

import hv.api.Feature;
import hv.api.x86.EptVpidCap;

/** 1-GByte pages in EPT. */
public final class Pages1G extends EptCapability {
    public Pages1G() { super(Feature.EPT_1G_PAGES, "runs are right without it, with more EPT entries", EptVpidCap.PAGE_1G); }
}
