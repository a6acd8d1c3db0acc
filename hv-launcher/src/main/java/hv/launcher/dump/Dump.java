package hv.launcher.dump;

import hv.api.x86.VmcsField;
import hv.core.image.GuestImages;
import hv.core.report.HvException;
import hv.cpu.explain.VmcsImage;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A VMCS dump that has been read.
 *
 * @param format   the format that it was taken for, for people
 * @param values   values by field; a field that the dump leaves out is missing
 * @param longMode whether the entry is made from IA-32e mode, if that is known
 * @param notes    for people: how doubtful lines were read
 */
public record Dump(String format, Map<VmcsField, Long> values, Optional<Boolean> longMode, List<String> notes) implements VmcsImage {
    private static final long LARGEST_FILE = 64 << 20;

    /**
     * Reads KVM's kernel log, JSON or a list of {@code NAME = value}, whichever the file looks like.
     *
     * @throws HvException (user's mistake) where it is none of them, or a name or value in it is wrong
     */
    public static Dump read(Path file) {
        var text = text(file);
        if (KvmLog.isOne(text)) return KvmLog.read(file, text);
        return text.stripLeading().startsWith("{") ? JsonFields.read(file, text) : FieldList.read(file, text);
    }

    /** The same dump, with the mode that the user tells. */
    public Dump from(boolean ia32e) { return new Dump(format, values, Optional.of(ia32e), notes); }

    @Override public OptionalLong get(VmcsField field) {
        var value = values.get(field);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    private static String text(Path file) {
        if (file.toFile().length() > LARGEST_FILE) throw HvException.user(file + " is larger than 64 MiB; cut the VMCS dump out of it");
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(GuestImages.content(file))).toString();
        } catch (CharacterCodingException e) {
            throw HvException.user(file + " is not text in UTF-8; a VMCS dump is text: KVM's kernel log, a list of NAME = value, or JSON", e);
        }
    }
}
