package hv.ept;

import hv.api.Frame;
import hv.api.Mapping;
import hv.api.x86.Access;
import hv.api.x86.Gpa;
import java.util.ArrayList;
import java.util.List;

/** A page with patches, oldest first: later ones lie over earlier ones. */
final class PatchedPage {
    private final Gpa page;
    private final Frame copy;
    private final List<Patch> patches = new ArrayList<>();

    PatchedPage(Gpa page, Frame copy) {
        this.page = page;
        this.copy = copy;
    }

    void add(Patch patch) { patches.add(patch); }
    /** Removes a patch. @return whether others are left */
    boolean remove(Patch patch) {
        patches.removeIf(p -> p == patch);
        return !patches.isEmpty();
    }

    /** The page that executes: the shown bytes, except under the patches. */
    Mapping executed(Mapping.Backed shown) {
        copy.copyFrom(shown, page);
        for (var patch : patches) copy.write(patch.offset(), patch.bytes());
        return Mapping.Backed.page(page, copy, Access.EXECUTE);
    }

    void release() { copy.close(); }
}
