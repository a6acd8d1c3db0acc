package hv.launcher.guests;

import hv.core.config.GuestImage;
import hv.core.image.Boot;
import hv.core.image.GuestImages;
import hv.core.image.Mode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Guests that {@code hv run} knows by name. */
public enum BundledGuest {
    TOUR("tour.elf", "32-bit code that meets its hypervisor, leaves it, and goes on natively"),
    PAIR_ONE("pair-one.elf", "fills every register with values of its own and looks whether they stay"),
    PAIR_TWO("pair-two.elf", "the same with other values"),
    MINI_HYPERVISOR("mini-hypervisor.elf", "a hypervisor in machine code, for --bare; it runs the guest \"exits\""),
    EXITS("exits.bin", "does whatever makes a processor leave VMX non-root operation");

    private static final long EXITS_AT = 0x200000;

    private final String file;
    private final String about;

    BundledGuest(String file, String about) {
        this.file = file;
        this.about = about;
    }

    public String id() { return name().toLowerCase(Locale.ROOT).replace('_', '-'); }
    public String about() { return about; }

    public static Optional<BundledGuest> named(String id) { return Arrays.stream(values()).filter(guest -> guest.id().equals(id)).findFirst(); }

    public static List<String> names() { return Arrays.stream(values()).map(BundledGuest::id).toList(); }

    public GuestImage image(Boot boot) {
        return this == EXITS ? GuestImages.flat(id(), content(), EXITS_AT, Mode.LONG_64, boot) : GuestImages.of(id(), content(), boot);
    }

    byte[] content() {
        try (var stream = BundledGuest.class.getResourceAsStream(file)) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("the bundled guest " + file + " can't be read", e);
        }
    }
}
