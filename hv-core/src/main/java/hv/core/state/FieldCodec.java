package hv.core.state;

import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The format of fields in bytes: their number, and for each its name, a letter for its type, and its value. */
final class FieldCodec {
    private FieldCodec() {}

    static void write(Map<String, Object> fields, DataOutputStream out) throws IOException {
        out.writeInt(fields.size());
        for (var field : fields.entrySet()) {
            out.writeUTF(field.getKey());
            write(field.getValue(), out);
        }
    }

    private static void write(Object value, DataOutputStream out) throws IOException {
        switch (value) {
            case Boolean flag -> {
                out.writeByte('Z');
                out.writeBoolean(flag);
            }
            case Integer number -> {
                out.writeByte('I');
                out.writeInt(number);
            }
            case Long number -> {
                out.writeByte('J');
                out.writeLong(number);
            }
            case byte[] bytes -> {
                out.writeByte('B');
                out.writeInt(bytes.length);
                out.write(bytes);
            }
            case long[] numbers -> {
                out.writeByte('L');
                out.writeInt(numbers.length);
                for (long number : numbers) out.writeLong(number);
            }
            default -> throw new IllegalStateException("no type of a field: " + value);
        }
    }

    static Map<String, Object> read(DataInputStream in) throws IOException {
        var fields = new LinkedHashMap<String, Object>();
        int count = in.readInt();
        for (int i = 0; i < count; i++) fields.put(in.readUTF(), value(in));
        return fields;
    }

    private static Object value(DataInputStream in) throws IOException {
        int type = in.readByte();
        return switch (type) {
            case 'Z' -> in.readBoolean();
            case 'I' -> in.readInt();
            case 'J' -> in.readLong();
            case 'B' -> bytes(in, length(in, 1));
            case 'L' -> numbers(in, length(in, Long.BYTES));
            default -> throw new IOException("no type of a field: " + type);
        };
    }

    private static int length(DataInputStream in, int each) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available() / each) throw new IOException("a length of " + length);
        return length;
    }

    private static byte[] bytes(DataInput in, int length) throws IOException {
        var bytes = new byte[length];
        in.readFully(bytes);
        return bytes;
    }

    private static long[] numbers(DataInput in, int length) throws IOException {
        var numbers = new long[length];
        for (int i = 0; i < length; i++) numbers[i] = in.readLong();
        return numbers;
    }
}
