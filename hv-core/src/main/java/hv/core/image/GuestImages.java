package hv.core.image;

import hv.api.machine.PhysicalMemory;
import hv.core.config.GuestImage;
import hv.core.config.StartState;
import hv.core.report.Causes;
import hv.core.report.HvException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Recognizes the format of a file and makes a guest of it. A file that can't be used is a user's mistake ({@link HvException}). */
public final class GuestImages {
    private GuestImages() {}

    /** The content of an image or module file. */
    public static byte[] content(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw HvException.user("there is no file " + file, e);
        } catch (IOException e) {
            throw HvException.user("%s can't be read: %s".formatted(file, Files.isDirectory(file) ? "it is a folder" : Causes.sentence(e)), e);
        } catch (OutOfMemoryError e) {
            throw HvException.user(file + " is too large to be a guest image", e);
        }
    }

    /** A guest whose file says where it is loaded: multiboot 1 or ELF. */
    public static GuestImage of(String name, byte[] content, Boot boot) { return guest(Image.read(new Bytes(name, content)), boot); }

    /**
     * A flat binary: loaded at guest-physical {@code address}, started at its first byte in {@code mode}.
     *
     * @param boot must be empty, because a flat binary has no way to find it
     */
    public static GuestImage flat(String name, byte[] content, long address, Mode mode, Boot boot) {
        return guest(Image.flat(name, content, address, mode), boot);
    }

    /** A flat binary without boot information. */
    public static GuestImage flat(String name, byte[] content, long address, Mode mode) { return flat(name, content, address, mode, Boot.NOTHING); }

    /**
     * A Linux kernel: a bzImage, or the vmlinux that is packed in it.
     *
     * @param boot  command line, and at most one module: the initial RAM disk
     * @param entry the mode of the entry to use; empty for the 64-bit one where there is one
     */
    public static GuestImage linux(String name, byte[] content, Boot boot, Optional<Mode> entry) {
        return new LinuxGuest(LinuxKernel.read(new Bytes(name, content)), boot, entry);
    }

    private static GuestImage guest(Image image, Boot boot) {
        image.refuseWhatCantBeFound(boot);
        return new GuestImage() {
            @Override public String name() { return image.name(); }
            @Override public StartState load(PhysicalMemory memory) { return new ImageLoader(image, memory).load(boot); }
        };
    }
}
