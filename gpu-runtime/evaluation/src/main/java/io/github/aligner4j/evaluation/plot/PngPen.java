// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.plot;

import io.github.aligner4j.evaluation.plot.Series.Point;
import java.awt.AWTError;
import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Draws PNG with Java2D. */
final class PngPen implements Pen {

    private final Graphics2D graphics;

    private PngPen(Graphics2D graphics) {
        this.graphics = graphics;
    }

    static byte[] write(Scene scene, int scale) {
        try {
            return png(draw(scene, scale));
        } catch (RuntimeException | Error e) {
            if (isOfPlatform(e)) {
                throw new PngUnavailableException(e);
            }
            throw e;
        }
    }

    /** Returns whether the JDK can't load its graphics or fonts; for fonts, it throws errors and exceptions of all kinds. */
    private static boolean isOfPlatform(Throwable failure) {
        return failure instanceof LinkageError
                || failure instanceof AWTError
                || failure instanceof InternalError
                || Stream.of(failure.getStackTrace())
                        .map(StackTraceElement::getClassName)
                        .anyMatch(name -> name.startsWith("sun.font.") || name.startsWith("sun.awt.FontConfiguration"));
    }

    private static BufferedImage draw(Scene scene, int scale) {
        BufferedImage image =
                new BufferedImage(scene.width() * scale, scene.height() * scale, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.setColor(Color.decode(Palette.PAPER));
            graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
            graphics.scale(scale, scale);
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            PngPen pen = new PngPen(graphics);
            scene.shapes().forEach(shape -> shape.draw(pen));
        } finally {
            graphics.dispose();
        }
        return image;
    }

    private static byte[] png(BufferedImage image) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageIO.write(image, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @Override
    public void line(List<Point> points, Brush brush) {
        draw(path(List.of(points), false), brush);
    }

    @Override
    public void area(List<List<Point>> rings, Brush brush) {
        draw(path(rings, true), brush);
    }

    @Override
    public void circle(Point center, double radius, Brush brush) {
        draw(new Ellipse2D.Double(center.x() - radius, center.y() - radius, 2 * radius, 2 * radius), brush);
    }

    @Override
    public void label(Label label) {
        Label.Font look = label.font();
        Font font = new Font(Font.SANS_SERIF, look.bold() ? Font.BOLD : Font.PLAIN, 1).deriveFont((float) look.size());
        double width = font.getStringBounds(label.text(), graphics.getFontRenderContext())
                .getWidth();
        double shift = switch (label.anchor()) {
            case START -> 0;
            case MIDDLE -> -width / 2;
            case END -> -width;
        };
        AffineTransform before = graphics.getTransform();
        graphics.translate(label.x(), label.y());
        if (look.turned()) {
            graphics.rotate(-Math.PI / 2);
        }
        graphics.setFont(font);
        graphics.setColor(Color.decode(look.color()));
        graphics.drawString(label.text(), (float) shift, 0);
        graphics.setTransform(before);
    }

    private static Path2D path(List<List<Point>> lines, boolean closed) {
        Path2D path = new Path2D.Double(Path2D.WIND_EVEN_ODD);
        for (List<Point> line : lines) {
            for (int i = 0; i < line.size(); i++) {
                if (i == 0) {
                    path.moveTo(line.get(i).x(), line.get(i).y());
                } else {
                    path.lineTo(line.get(i).x(), line.get(i).y());
                }
            }
            if (closed && !line.isEmpty()) {
                path.closePath();
            }
        }
        return path;
    }

    private void draw(java.awt.Shape shape, Brush brush) {
        if (!brush.fill().isEmpty()) {
            paint(brush.fill(), brush.fillOpacity());
            graphics.fill(shape);
        }
        if (!brush.stroke().isEmpty()) {
            paint(brush.stroke(), brush.strokeOpacity());
            graphics.setStroke(stroke(brush));
            graphics.draw(shape);
        }
        graphics.setComposite(AlphaComposite.SrcOver);
    }

    private void paint(String color, double opacity) {
        graphics.setColor(Color.decode(color));
        graphics.setComposite(AlphaComposite.SrcOver.derive((float) opacity));
    }

    private static BasicStroke stroke(Brush brush) {
        float width = (float) brush.width();
        return brush.dashed()
                ? new BasicStroke(
                        width,
                        BasicStroke.CAP_BUTT,
                        BasicStroke.JOIN_MITER,
                        10,
                        new float[] {(float) Brush.DASH * width},
                        0)
                : new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER);
    }
}
