// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.plot;

import io.github.aligner4j.evaluation.plot.Label.Anchor;
import io.github.aligner4j.evaluation.plot.Label.Font;
import io.github.aligner4j.evaluation.plot.Series.Point;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Draws SVG. */
final class SvgPen implements Pen {

    private final StringBuilder out = new StringBuilder();

    private SvgPen() {}

    static String write(Scene scene) {
        SvgPen pen = new SvgPen();
        String title = escape(new Label(0, 0, scene.title(), Anchor.START, Font.TITLE).text());
        pen.out
                .append("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"0 0 ")
                .append(scene.width() + " " + scene.height())
                .append("\" width=\"" + scene.width() + "\" height=\"" + scene.height())
                .append("\" font-family=\"sans-serif\">\n<title>" + title + "</title>\n")
                .append("<rect width=\"100%\" height=\"100%\" fill=\"" + Palette.PAPER + "\"/>\n");
        scene.shapes().forEach(shape -> shape.draw(pen));
        return pen.out.append("</svg>\n").toString();
    }

    @Override
    public void line(List<Point> points, Brush brush) {
        out.append("<polyline points=\"" + joined(points, " ") + "\"");
        end(brush);
    }

    @Override
    public void area(List<List<Point>> rings, Brush brush) {
        String path = rings.stream().map(ring -> "M" + joined(ring, "L") + "Z").collect(Collectors.joining());
        out.append("<path fill-rule=\"evenodd\" d=\"" + path + "\"");
        end(brush);
    }

    @Override
    public void circle(Point center, double radius, Brush brush) {
        out.append("<circle cx=\"" + number(center.x()) + "\" cy=\"" + number(center.y()) + "\" r=\"" + number(radius)
                + "\"");
        end(brush);
    }

    @Override
    public void label(Label label) {
        Font font = label.font();
        String x = number(label.x());
        String y = number(label.y());
        out.append("<text x=\"" + x + "\" y=\"" + y + "\" font-size=\"" + number(font.size()) + "\" fill=\""
                + font.color() + "\"");
        if (label.anchor() != Anchor.START) {
            out.append(" text-anchor=\"" + label.anchor().name().toLowerCase(Locale.ROOT) + "\"");
        }
        if (font.bold()) {
            out.append(" font-weight=\"bold\"");
        }
        if (font.turned()) {
            out.append(" transform=\"rotate(-90 " + x + " " + y + ")\"");
        }
        out.append(">" + escape(label.text()) + "</text>\n");
    }

    private void end(Brush brush) {
        out.append(" fill=\"" + (brush.fill().isEmpty() ? "none" : brush.fill()) + "\"");
        if (brush.fillOpacity() < 1) {
            out.append(" fill-opacity=\"" + brush.fillOpacity() + "\"");
        }
        if (!brush.stroke().isEmpty()) {
            out.append(" stroke=\"" + brush.stroke() + "\" stroke-width=\"" + number(brush.width()) + "\"");
            if (brush.strokeOpacity() < 1) {
                out.append(" stroke-opacity=\"" + brush.strokeOpacity() + "\"");
            }
            if (brush.dashed()) {
                out.append(" stroke-dasharray=\"" + number(Brush.DASH * brush.width()) + "\"");
            }
        }
        out.append("/>\n");
    }

    private static String joined(List<Point> points, String separator) {
        return points.stream()
                .map(point -> number(point.x()) + "," + number(point.y()))
                .collect(Collectors.joining(separator));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
