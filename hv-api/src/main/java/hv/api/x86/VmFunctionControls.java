package hv.api.x86;

/**
 * VM-function controls, as masks of the field {@link VmcsField#VM_FUNCTION_CONTROLS}.
 *
 * @sdm 3C chapter 25 "VM-Function Controls"
 */
public final class VmFunctionControls {
    /** EPTP switching. */
    public static final int EPTP_SWITCHING = 1;

    private VmFunctionControls() {}
}
