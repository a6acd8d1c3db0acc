package mine;

import hv.api.*;
import hv.api.x86.*;
import java.util.Set;

public final class WatchesNothing implements ExitHandler {
    @Override public Set<Intercept> intercepts() { return Set.of(Intercept.memory(new Gpa(0xF000_0000L), 16, Access.WRITE)); }
}
