package dev.sluice.examples.isolate;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** What a worker does with one picture. */
final class Thumbnails {
    private static final int WIDTH = 96;

    private Thumbnails() {}

    /** Writes the thumbnail of a picture; returns its height. */
    static int make(String picture, String folder) throws IOException {
        Path file = Path.of(picture);
        showFault(file);
        BufferedImage image = ImageIO.read(file.toFile());
        if (image == null) {
            throw new IOException("no picture in any format that is known here");
        }
        int height = Math.max(1, image.getHeight() * WIDTH / image.getWidth());
        BufferedImage thumbnail = new BufferedImage(WIDTH, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = thumbnail.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(image, 0, 0, WIDTH, height, null);
        graphics.dispose();
        ImageIO.write(thumbnail, "png", Path.of(folder, file.getFileName() + ".png").toFile());
        return height;
    }

    /** Stands for a decoder in native code, whose faults no catch clause stops. */
    private static void showFault(Path file) throws IOException {
        String content = Files.readString(file, StandardCharsets.ISO_8859_1);
        for (Pictures.Fault fault : Pictures.Fault.values()) {
            if (content.contains(Pictures.FAULT + fault)) {
                switch (fault) {
                    case EXIT -> System.exit(3);
                    case NULL -> readAddressZero();
                    case LOOP -> loop();
                }
            }
        }
    }

    @SuppressWarnings("restricted") // that is the fault
    private static void readAddressZero() {
        int value = MemorySegment.NULL.reinterpret(Integer.BYTES).get(ValueLayout.JAVA_INT, 0);
        throw new AssertionError("address 0 holds " + value);
    }

    private static void loop() {
        while (true) {
            Thread.onSpinWait();
        }
    }
}
