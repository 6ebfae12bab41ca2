package io.damso.reliability.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A file whose writes stay in the memory of this process until they are forced, as they stay in the page cache of a
 * machine. If the process is killed, they are lost like those of a machine without power. Who reads through this
 * channel sees them at once; {@link #close} writes them to the file. A force that is interrupted by a kill may leave a part
 * of them. Thread-safe.
 *
 * <p>Not supported: mapping, transfers, and reading or writing several buffers at once.
 */
final class ForgetfulChannel extends FileChannel {

    private static final int PAGE_BYTES = 4096;

    private final FileChannel file;
    private final Loss loss;
    private final RandomGenerator random;

    /** By number: what was written and is not in the file. */
    private final Map<Long, byte[]> pages = new TreeMap<>();

    /** So many bytes of the file count; what is behind was truncated and will be cut off. */
    private long valid;

    private long size;
    private long position;

    /**
     * Creates a channel for a file that no other channel writes.
     *
     * @param file closed together with this channel
     */
    ForgetfulChannel(FileChannel file, Loss loss, RandomGenerator random) throws IOException {
        this.file = file;
        this.loss = loss;
        this.random = random;
        this.size = file.size();
        this.valid = size;
    }

    @Override
    public synchronized int read(ByteBuffer target, long from) throws IOException {
        long left = size - from;
        if (left <= 0) {
            return -1;
        }
        int count = (int) Math.min(left, target.remaining());
        for (int done = 0; done < count; ) {
            int offset = (int) ((from + done) % PAGE_BYTES);
            int length = Math.min(PAGE_BYTES - offset, count - done);
            target.put(page((from + done) / PAGE_BYTES), offset, length);
            done += length;
        }
        return count;
    }

    /** Returns a page as it is now; zeros behind the end. */
    private byte[] page(long number) throws IOException {
        byte[] written = pages.get(number);
        if (written != null) {
            return written;
        }
        long begin = number * PAGE_BYTES;
        byte[] page = new byte[PAGE_BYTES];
        ByteBuffer target = ByteBuffer.wrap(page, 0, Math.clamp(valid - begin, 0, PAGE_BYTES));
        int count;
        do {
            count = file.read(target, begin + target.position());
        } while (target.hasRemaining() && count >= 0);
        return page;
    }

    @Override
    public synchronized int write(ByteBuffer source, long to) throws IOException {
        int count = source.remaining();
        size = Math.max(size, to + count);
        for (int done = 0; done < count; ) {
            long number = (to + done) / PAGE_BYTES;
            int offset = (int) ((to + done) % PAGE_BYTES);
            int length = Math.min(PAGE_BYTES - offset, count - done);
            byte[] page = page(number);
            source.get(page, offset, length);
            pages.put(number, page);
            done += length;
            if (loss == Loss.HALF_OF_UNFORCED && valid == file.size() && random.nextBoolean()) {
                writeBack(number, page);
                pages.remove(number);
            }
        }
        return count;
    }

    private void writeBack(long number, byte[] page) throws IOException {
        long begin = number * PAGE_BYTES;
        ByteBuffer source = ByteBuffer.wrap(page, 0, (int) Math.min(size - begin, PAGE_BYTES));
        while (source.hasRemaining()) {
            file.write(source, begin + source.position());
        }
        valid = file.size();
    }

    @Override
    public void force(boolean metaData) throws IOException {
        if (loss != Loss.FORCED_TOO) {
            writeBack();
            file.force(metaData); // not under the lock: reads and writes go on meanwhile
        }
    }

    private synchronized void writeBack() throws IOException {
        if (file.size() > valid) {
            file.truncate(valid);
        }
        for (Map.Entry<Long, byte[]> page : pages.entrySet()) {
            writeBack(page.getKey(), page.getValue());
        }
        pages.clear();
    }

    @Override
    public synchronized FileChannel truncate(long newSize) throws IOException {
        if (newSize < size) {
            long last = newSize / PAGE_BYTES;
            pages.keySet().removeIf(number -> number > last);
            byte[] cut = pages.get(last);
            if (cut != null) {
                Arrays.fill(cut, (int) (newSize % PAGE_BYTES), PAGE_BYTES, (byte) 0);
            }
            size = newSize;
            valid = Math.min(valid, newSize);
        }
        position = Math.min(position, newSize);
        return this;
    }

    @Override
    public synchronized long size() {
        return size;
    }

    @Override
    public synchronized long position() {
        return position;
    }

    @Override
    public synchronized FileChannel position(long newPosition) {
        position = newPosition;
        return this;
    }

    @Override
    public synchronized int read(ByteBuffer target) throws IOException {
        int count = read(target, position);
        position += Math.max(count, 0);
        return count;
    }

    @Override
    public synchronized int write(ByteBuffer source) throws IOException {
        int count = write(source, position);
        position += count;
        return count;
    }

    @Override
    public FileLock lock(long from, long length, boolean shared) throws IOException {
        return file.lock(from, length, shared);
    }

    @Override
    public @Nullable FileLock tryLock(long from, long length, boolean shared) throws IOException {
        return file.tryLock(from, length, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
        try (file) {
            if (loss != Loss.FORCED_TOO) {
                writeBack();
            }
        }
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transferTo(long from, long count, WritableByteChannel target) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long from, long count) {
        throw new UnsupportedOperationException();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long from, long length) {
        throw new UnsupportedOperationException();
    }
}
