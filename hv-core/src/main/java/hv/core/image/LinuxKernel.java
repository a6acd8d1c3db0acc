package hv.core.image;

import hv.core.image.Image.Segment;
import hv.core.report.HvException;
import java.util.List;
import java.util.OptionalLong;

/** A Linux kernel in a file, with the facts that its boot loader needs. */
interface LinuxKernel {
    /** The offset of the setup header in the boot parameters. */
    int HEADER = 0x1F1;

    String name();
    /** The setup header. */
    byte[] header();
    List<Segment> segments();
    /** The address of the first instruction, if the kernel can be started in this mode. */
    OptionalLong entry(Mode mode);
    /** The highest address that the initial RAM disk may occupy. */
    long initrdMax();
    /** The length of the longest command line, without its final zero. */
    long commandLineMax();

    /** @throws HvException (user's mistake) if the file is no kernel, too old, or cut */
    static LinuxKernel read(Bytes file) {
        if (BzImage.recognizes(file)) return new BzImage(file);
        if (ElfReader.recognizes(file)) return new Vmlinux(ElfReader.read(file, Image.Protocol.NONE));
        throw HvException.user(file.name() + " is no Linux kernel for x86: it is neither a bzImage with a setup header nor an ELF file (vmlinux)");
    }
}
