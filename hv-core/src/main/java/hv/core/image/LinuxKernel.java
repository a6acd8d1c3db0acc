package hv.core.image;

import hv.core.image.Image.Segment;
import hv.core.report.HvException;
import java.util.List;
import java.util.OptionalLong;

/** A Linux kernel in a file, and what its boot loader must know. */
interface LinuxKernel {
    /** The setup header's place in the boot parameters. */
    int HEADER = 0x1F1;

    String name();
    /** The setup header. */
    byte[] header();
    List<Segment> segments();
    /** The address of the first instruction, where the kernel can be started in this mode. */
    OptionalLong entry(Mode mode);
    /** The highest address that the initial RAM disk may have. */
    long initrdMax();
    /** The longest command line, its final zero not counted. */
    long commandLineMax();

    /** @throws HvException (user's mistake) if it is no kernel, too old, or cut */
    static LinuxKernel read(Bytes file) {
        if (BzImage.recognizes(file)) return new BzImage(file);
        if (ElfReader.recognizes(file)) return new Vmlinux(ElfReader.read(file, Image.Protocol.NONE));
        throw HvException.user(file.name() + " is no Linux kernel for x86: it is neither a bzImage with a setup header nor an ELF file (vmlinux)");
    }
}
