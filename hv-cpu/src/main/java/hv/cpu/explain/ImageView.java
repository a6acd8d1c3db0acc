package hv.cpu.explain;

import hv.api.x86.Hpa;
import hv.api.x86.VmcsField;
import hv.cpu.entry.EntryView;
import hv.cpu.entry.UnknownInput;
import hv.cpu.state.VmxCapabilities;

/** A VMCS image in the form that rules look at. A rule that asks for something that the image lacks can't be judged. */
record ImageView(VmcsImage image, VmxCapabilities capabilities) implements EntryView {
    @Override
    public long get(VmcsField field) {
        int unused = 64 - field.width().bits();
        return image.get(field).orElseThrow(() -> new UnknownInput(field.name())) << unused >>> unused;
    }

    @Override public boolean longMode() { return image.longMode().orElseThrow(() -> new UnknownInput("the mode that the entry is made from")); }
    @Override public long pointer() { return image.address().orElseThrow(() -> new UnknownInput("the address of the VMCS")).value(); }

    @Override
    public long memory(long physical, int bytes) {
        return image.memory(new Hpa(physical), bytes).orElseThrow(() -> new UnknownInput("memory at %XH".formatted(physical)));
    }
}
