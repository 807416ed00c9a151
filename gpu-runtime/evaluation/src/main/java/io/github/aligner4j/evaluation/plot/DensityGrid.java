// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.plot;

import io.github.aligner4j.evaluation.plot.Series.Point;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A density of points over a rectangle, whose contours are traced by marching squares. */
final class DensityGrid {

    private static final int SIZE = 96;

    private final Axis x;
    private final Axis y;
    private final double[][] cells = new double[SIZE][SIZE];

    private DensityGrid(Axis x, Axis y) {
        this.x = x;
        this.y = y;
    }

    /**
     * Returns the density of {@code points}.
     *
     * @param bandwidth the bandwidths of both coordinates
     */
    static DensityGrid of(List<Point> points, Axis x, Axis y, Point bandwidth) {
        DensityGrid grid = new DensityGrid(x, y);
        for (Point point : points) {
            int column = (int) Math.round(x.fraction(point.x()) * (SIZE - 1));
            int row = (int) Math.round(y.fraction(point.y()) * (SIZE - 1));
            if (column >= 0 && column < SIZE && row >= 0 && row < SIZE) {
                grid.cells[row][column]++;
            }
        }
        grid.blur(bandwidth.x() / (x.max() - x.min()) * (SIZE - 1), bandwidth.y() / (y.max() - y.min()) * (SIZE - 1));
        return grid;
    }

    private void blur(double acrossCells, double downCells) {
        for (int row = 0; row < SIZE; row++) {
            cells[row] = Density.blur(cells[row], acrossCells);
        }
        for (int column = 0; column < SIZE; column++) {
            double[] values = new double[SIZE];
            for (int row = 0; row < SIZE; row++) {
                values[row] = cells[row][column];
            }
            values = Density.blur(values, downCells);
            for (int row = 0; row < SIZE; row++) {
                boolean edge = row == 0 || column == 0 || row == SIZE - 1 || column == SIZE - 1;
                cells[row][column] = edge ? 0 : values[row]; // so that all contours are closed
            }
        }
    }

    /** Returns the closed lines around the smallest area that has this share of the density. */
    List<List<Point>> contours(double share) {
        double level = level(share);
        Map<Integer, int[]> links = new HashMap<>();
        for (int row = 0; row + 1 < SIZE; row++) {
            for (int column = 0; column + 1 < SIZE; column++) {
                linkCell(row, column, level, links);
            }
        }
        List<List<Point>> rings = new ArrayList<>();
        while (!links.isEmpty()) {
            rings.add(trace(links.keySet().iterator().next(), level, links));
        }
        return rings;
    }

    private double level(double share) {
        double[] sorted =
                Arrays.stream(cells).flatMapToDouble(Arrays::stream).sorted().toArray();
        double left = share * Arrays.stream(sorted).sum();
        int i = sorted.length - 1;
        while (i > 0 && left > sorted[i]) {
            left -= sorted[i];
            i--;
        }
        return sorted[i];
    }

    private void linkCell(int row, int column, double level, Map<Integer, int[]> links) {
        boolean a = cells[row][column] >= level;
        boolean b = cells[row][column + 1] >= level;
        boolean c = cells[row + 1][column + 1] >= level;
        boolean d = cells[row + 1][column] >= level;
        int[] edges = {
            horizontal(row, column), vertical(row, column + 1), horizontal(row + 1, column), vertical(row, column)
        };
        boolean[] crossed = {a != b, b != c, d != c, a != d};
        int crossings = 0;
        for (boolean each : crossed) {
            crossings += each ? 1 : 0;
        }
        if (crossings == 2) {
            linkPair(edges, crossed, links);
        } else if (crossings == 4) {
            boolean joined = center(row, column) >= level == a;
            link(edges[0], edges[joined ? 1 : 3], links);
            link(edges[2], edges[joined ? 3 : 1], links);
        }
    }

    private double center(int row, int column) {
        double above = cells[row][column] + cells[row][column + 1];
        return (above + cells[row + 1][column + 1] + cells[row + 1][column]) / 4;
    }

    private static void linkPair(int[] edges, boolean[] crossed, Map<Integer, int[]> links) {
        int first = -1;
        for (int i = 0; i < edges.length; i++) {
            if (crossed[i] && first >= 0) {
                link(first, edges[i], links);
            } else if (crossed[i]) {
                first = edges[i];
            }
        }
    }

    private static void link(int one, int other, Map<Integer, int[]> links) {
        add(one, other, links);
        add(other, one, links);
    }

    private static void add(int from, int to, Map<Integer, int[]> links) {
        int[] known = links.get(from);
        links.put(from, known == null ? new int[] {to} : new int[] {known[0], to});
    }

    private List<Point> trace(int start, double level, Map<Integer, int[]> links) {
        List<Point> ring = new ArrayList<>();
        int edge = start;
        while (true) {
            int[] next = Objects.requireNonNull(links.remove(edge));
            ring.add(crossing(edge, level));
            if (next.length > 0 && links.containsKey(next[0])) {
                edge = next[0];
            } else if (next.length > 1 && links.containsKey(next[1])) {
                edge = next[1];
            } else {
                return ring;
            }
        }
    }

    private static int horizontal(int row, int column) {
        return 2 * (row * SIZE + column);
    }

    private static int vertical(int row, int column) {
        return 2 * (row * SIZE + column) + 1;
    }

    /** Returns the point at which the density on an edge is {@code level}. */
    private Point crossing(int edge, double level) {
        int row = edge / 2 / SIZE;
        int column = edge / 2 % SIZE;
        boolean upright = edge % 2 == 1;
        double from = cells[row][column];
        double to = upright ? cells[row + 1][column] : cells[row][column + 1];
        double share = (level - from) / (to - from);
        return new Point(value(x, column + (upright ? 0 : share)), value(y, row + (upright ? share : 0)));
    }

    private static double value(Axis axis, double cell) {
        return axis.min() + cell / (SIZE - 1) * (axis.max() - axis.min());
    }
}
