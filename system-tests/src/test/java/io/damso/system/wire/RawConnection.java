package io.damso.system.wire;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A connection to this machine for raw bytes. Reads wait for at most {@link #TIMEOUT}, so that a hanging server makes a
 * test fail, not hang. Not thread-safe.
 */
public final class RawConnection implements AutoCloseable {

    /** Timeout of a read. */
    public static final Duration TIMEOUT = Duration.ofSeconds(15);

    private static final String LOOPBACK = "127.0.0.1";
    private static final int HOSTS = 250;

    private final Socket socket;
    private final InputStream in;

    private RawConnection(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream(), 16 * 1024);
    }

    /**
     * Connects.
     *
     * @param tls TLS context, or null for a connection without TLS
     * @param host number of the client's loopback address, so that clients have different addresses
     */
    public static RawConnection open(int port, @Nullable SSLContext tls, int host) throws IOException {
        Socket tcp = new Socket();
        tcp.bind(new InetSocketAddress(
                InetAddress.getByAddress(
                        new byte[] {127, 0, (byte) (1 + host / HOSTS % HOSTS), (byte) (1 + host % HOSTS)}),
                0));
        tcp.setTcpNoDelay(true);
        tcp.setSoTimeout(Math.toIntExact(TIMEOUT.toMillis()));
        tcp.connect(new InetSocketAddress(LOOPBACK, port), tcp.getSoTimeout());
        if (tls == null) {
            return new RawConnection(tcp);
        }
        SSLSocket secure = (SSLSocket) tls.getSocketFactory().createSocket(tcp, "localhost", port, true);
        secure.startHandshake();
        return new RawConnection(secure);
    }

    /** Writes all of it at once. */
    public void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /** Writes all of it at once, as UTF-8. */
    public void write(String text) throws IOException {
        write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Waits until bytes or the end have arrived, without consuming them. */
    public void awaitByte() throws IOException {
        in.mark(1);
        if (in.read() >= 0) {
            in.reset();
        }
    }

    /** Returns the next byte, or -1 at the end. */
    public int read() throws IOException {
        return in.read();
    }

    /**
     * Returns the next bytes.
     *
     * @throws EOFException if the connection ends before
     */
    public byte[] read(int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException("The connection ended in the middle of something");
        }
        return bytes;
    }

    /** Returns everything up to the end of the connection. */
    public byte[] readAll() throws IOException {
        return in.readAllBytes();
    }

    /** Returns the next line without its end, or null at the end of the connection. */
    public @Nullable String readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                return null;
            }
            line.append((char) c);
        }
        return line.toString().stripTrailing();
    }

    /** Changes how long a read waits. */
    public void patience(int millis) throws IOException {
        socket.setSoTimeout(millis);
    }

    /** Closes the output, like a client that is closed during a request. */
    public void finishWriting() throws IOException {
        socket.shutdownOutput();
    }

    /** Resets the connection (TCP RST). */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // the server closed first
        }
    }

    /** A factory of connections. */
    @FunctionalInterface
    public interface Door {
        /** Connects. */
        RawConnection open() throws IOException;
    }
}
