package hv.testkit;

import hv.api.machine.PortDevice;
import hv.api.machine.Registration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The I/O ports of a fake machine. */
final class FakePorts {
    private record Claim(int first, int count, PortDevice device) {
        boolean holds(int port) { return port >= first && port < first + count; }
    }

    private final List<Claim> claims = new ArrayList<>();

    Registration claim(int first, int count, PortDevice device) {
        var claim = new Claim(first, count, device);
        claims.add(claim);
        return () -> claims.remove(claim);
    }

    PortDevice at(int port) {
        return claims.stream().filter(c -> c.holds(port)).findFirst().map(Claim::device)
                .orElseThrow(() -> new AssertionError("no device claims port %XH".formatted(port)));
    }

    List<Integer> claimed() {
        return claims.stream().flatMap(c -> IntStream.range(c.first, c.first + c.count).boxed()).sorted().toList();
    }
}
