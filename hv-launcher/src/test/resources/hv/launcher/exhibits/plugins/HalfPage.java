package mine;

import hv.api.*;
import hv.api.x86.*;

/** Answers less than a page. */
public final class HalfPage implements MemoryTranslator {
    @Override public Mapping translate(MemoryRequest asked, Inner inner) {
        return new Mapping.Backed(asked.page(), new Hpa(0), 2048, Access.ALL, MemoryType.WRITE_BACK);
    }
}
