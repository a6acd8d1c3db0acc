package hv.cpu;

/** Segment registers in the order of their encoding; then LDTR and TR, as in the VMCS. */
public enum SegmentName { ES, CS, SS, DS, FS, GS, LDTR, TR }
