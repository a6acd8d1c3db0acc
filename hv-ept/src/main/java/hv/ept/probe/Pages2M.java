package hv.ept.probe;

import hv.api.Feature;
import hv.api.x86.EptVpidCap;

/** 2-MByte pages in EPT. */
public final class Pages2M extends EptCapability {
    public Pages2M() { super(Feature.EPT_2M_PAGES, "runs are right without it, with more EPT entries", EptVpidCap.PAGE_2M); }
}
