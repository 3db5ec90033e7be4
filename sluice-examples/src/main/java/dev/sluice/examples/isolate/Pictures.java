package dev.sluice.examples.isolate;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/** Files with pictures, good ones and hostile ones. */
final class Pictures {
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final int RGB = 2;

    /** With which a picture makes the decoder show one of its faults. */
    static final String FAULT = "fault:";

    private Pictures() {}

    /** Makes good pictures in the folder. */
    static void makeGood(Path folder, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            String format = i % 2 == 0 ? "png" : "jpg";
            Path file = folder.resolve(String.format("picture-%03d.%s", i, format));
            if (!ImageIO.write(picture(i), format, file.toFile())) {
                throw new IOException(
                        "this JDK cannot write " + format + " files; use one with the module java.desktop");
            }
        }
    }

    private static BufferedImage picture(int number) {
        BufferedImage picture = new BufferedImage(640, 480, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        float hue = number * 0.07f;
        graphics.setPaint(new GradientPaint(
                0, 0, Color.getHSBColor(hue, 0.8f, 0.9f), 640, 480, Color.getHSBColor(hue + 0.4f, 0.8f, 0.3f)));
        graphics.fillRect(0, 0, 640, 480);
        graphics.setColor(Color.WHITE);
        graphics.fillOval(50 + 13 * number % 400, 100, 150, 150);
        graphics.dispose();
        return picture;
    }

    /** Makes hostile ones in the folder, and tells what each is expected to bring about. */
    static Map<String, String> makeHostile(Path folder) throws IOException {
        Map<String, String> expected = new TreeMap<>();
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        ImageIO.write(picture(0), "png", whole);
        byte[] bytes = whole.toByteArray();
        write(folder, expected, "truncated.png", bytes, bytes.length / 2, "an exception");
        byte[] wide = png(70_000, 70_000, "");
        write(folder, expected, "too-wide.png", wide, wide.length, "an exception");
        byte[] huge = png(20_000, 20_000, "");
        write(folder, expected, "fills-the-heap.png", huge, huge.length, "OutOfMemoryError");
        for (Fault fault : Fault.values()) {
            byte[] faulty = png(10, 10, FAULT + fault);
            write(folder, expected, fault.fileName + ".png", faulty, faulty.length, fault.expected);
        }
        return expected;
    }

    /** Faults of a decoder that really end, or never end, its process. */
    enum Fault {
        EXIT("calls-exit", "the death of its worker"),
        NULL("native-null", "the death of its worker"),
        LOOP("never-ends", "the time limit");

        private final String fileName;
        private final String expected;

        Fault(String fileName, String expected) {
            this.fileName = fileName;
            this.expected = expected;
        }
    }

    private static void write(
            Path folder, Map<String, String> expected, String name, byte[] bytes, int length, String outcome)
            throws IOException {
        byte[] content = new byte[length];
        System.arraycopy(bytes, 0, content, 0, length);
        Files.write(folder.resolve(name), content);
        expected.put(name, outcome);
    }

    /** A picture that claims to be so large, with a comment and without any pixels. */
    private static byte[] png(int width, int height, String comment) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.write(PNG);
            ByteArrayOutputStream header = new ByteArrayOutputStream();
            try (DataOutputStream fields = new DataOutputStream(header)) {
                fields.writeInt(width);
                fields.writeInt(height);
                fields.write(new byte[] {8, RGB, 0, 0, 0});
            }
            chunk(out, "IHDR", header.toByteArray());
            if (!comment.isEmpty()) {
                chunk(out, "tEXt", ("Comment\0" + comment).getBytes(StandardCharsets.ISO_8859_1));
            }
            chunk(out, "IDAT", new byte[] {0x78, (byte) 0x9c, 3, 0, 0, 0, 0, 1});
            chunk(out, "IEND", new byte[0]);
        }
        return bytes.toByteArray();
    }

    private static void chunk(DataOutputStream out, String type, byte[] content) throws IOException {
        byte[] name = type.getBytes(StandardCharsets.ISO_8859_1);
        CRC32 checksum = new CRC32();
        checksum.update(name);
        checksum.update(content);
        out.writeInt(content.length);
        out.write(name);
        out.write(content);
        out.writeInt((int) checksum.getValue());
    }
}
