// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.hub;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A server that sends the first bytes of a body, and no more until its client hangs up. */
final class StallingServer implements AutoCloseable {

    private final ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());

    StallingServer(byte[] body, int sent) throws IOException {
        Thread thread = new Thread(() -> serve(body, sent), "stalling-server");
        thread.setDaemon(true);
        thread.start();
    }

    String url() {
        return "http://localhost:" + socket.getLocalPort() + "/";
    }

    private void serve(byte[] body, int sent) {
        try (Socket client = socket.accept()) {
            OutputStream out = client.getOutputStream();
            out.write(("HTTP/1.1 200 OK\r\nContent-Length: " + body.length + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(body, 0, sent);
            out.flush();
            client.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // the client has hung up
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
