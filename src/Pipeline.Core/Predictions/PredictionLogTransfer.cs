using System.Globalization;
using System.Text;

namespace Pipeline.Core.Predictions;

/// <summary>
/// Copies a prediction log from one folder to another, through a pair of streams, and of each file only what is new. How much is
/// there already says the copy itself, so that a copy that was cut off goes on where it ended. Whoever receives tells its files
/// as lines "length name", and an empty line; the answer is, for each file that there is, a line "name offset count" and that
/// many bytes, and an empty line at the end. Files that are no more there go from the copy too.
/// </summary>
public static class PredictionLogTransfer
{
    /// <summary>Of the program of a server, beside the folder: it sends to its standard output.</summary>
    public const string Word = "send-log";

    private const string Prefix = "predictions-";
    private const string Suffix = ".jsonl";
    private const int LongestLine = 512;
    private const int BufferBytes = 1 << 16;

    /// <summary>A plain name of a file of a log: no way out of a folder.</summary>
    public static bool IsLog(string name) => name.Length < LongestLine / 2
        && name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(Suffix, StringComparison.Ordinal)
        && name.All(x => char.IsAsciiLetterOrDigit(x) || x is '-' or '.');

    /// <param name="folder">Need not be there.</param>
    /// <param name="request">What the other side has.</param>
    /// <param name="answer">What it lacks.</param>
    /// <param name="cancellationToken">Ends the sending.</param>
    public static async Task SendAsync(string folder, Stream request, Stream answer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(answer);
        var known = await ReadKnownAsync(request, cancellationToken);
        var files = Directory.Exists(folder) ? Directory.GetFiles(folder, $"{Prefix}*{Suffix}") : [];
        foreach (var path in files.Where(path => IsLog(Path.GetFileName(path))).Order(StringComparer.Ordinal))
        {
            if (Open(path) is not { } file)
                continue;
            await using (file)
                await SendAsync(file, known.GetValueOrDefault(Path.GetFileName(path)), answer, cancellationToken);
        }

        await answer.WriteAsync("\n"u8.ToArray(), cancellationToken);
        await answer.FlushAsync(cancellationToken);
    }

    /// <param name="folder">Made where needed.</param>
    /// <param name="request">Tells what is there.</param>
    /// <param name="answer">What is lacking.</param>
    /// <param name="mostBytes">More is not taken.</param>
    /// <param name="cancellationToken">Ends the copying; what was copied stays.</param>
    /// <returns>How many bytes were copied.</returns>
    /// <exception cref="IOException">The other side ends too soon, or says something else.</exception>
    public static async Task<long> ReceiveAsync(
        string folder, Stream request, Stream answer, long mostBytes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        Directory.CreateDirectory(folder);
        var gone = Directory.GetFiles(folder, $"{Prefix}*{Suffix}").Select(path => Path.GetFileName(path)!)
            .ToHashSet(StringComparer.Ordinal);
        var lines = string.Concat(gone.Where(IsLog).Order(StringComparer.Ordinal).Select(name => string.Create(
            CultureInfo.InvariantCulture, $"{new FileInfo(Path.Combine(folder, name)).Length} {name}\n")));
        await request.WriteAsync(Encoding.ASCII.GetBytes(lines + "\n"), cancellationToken);
        await request.FlushAsync(cancellationToken);
        var copied = 0L;
        while (await ReadLineAsync(answer, cancellationToken) is { Length: > 0 } line)
        {
            if (line.Split(' ') is not [var name, var from, var size] || !IsLog(name) || !TryNumber(from, out var offset)
                || !TryNumber(size, out var count) || count > mostBytes - copied)
                throw new IOException("What was sent is no prediction log, or more than is taken.");
            gone.Remove(name);
            var path = Path.Combine(folder, name);
            await using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
            if (offset != file.Length && offset != 0)
                throw new IOException($"'{name}' was sent from byte {offset}, of which {file.Length} are here.");
            if (offset != file.Length)
                file.SetLength(0);
            file.Position = offset;
            await CopyAsync(answer, file, count, cancellationToken);
            copied += count;
        }

        foreach (var name in gone)
            File.Delete(Path.Combine(folder, name));
        return copied;
    }

    /// <summary>A file that grows meanwhile is sent as far as it goes now; one that is shorter than known, as a whole.</summary>
    private static async Task SendAsync(FileStream file, long known, Stream answer, CancellationToken cancellationToken)
    {
        var length = file.Length;
        var offset = known <= length ? known : 0;
        var head = string.Create(
            CultureInfo.InvariantCulture, $"{Path.GetFileName(file.Name)} {offset} {length - offset}\n");
        await answer.WriteAsync(Encoding.ASCII.GetBytes(head), cancellationToken);
        file.Position = offset;
        await CopyAsync(file, answer, length - offset, cancellationToken);
    }

    /// <summary>Null for a file that is gone, or that somebody looks at alone: it comes the next time.</summary>
    private static FileStream? Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static async Task<Dictionary<string, long>> ReadKnownAsync(Stream request, CancellationToken cancellationToken)
    {
        var known = new Dictionary<string, long>(StringComparer.Ordinal);
        while (await ReadLineAsync(request, cancellationToken) is { Length: > 0 } line)
        {
            if (line.Split(' ') is [var size, var name] && TryNumber(size, out var length))
                known[name] = length;
        }

        return known;
    }

    private static bool TryNumber(string text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static async Task CopyAsync(Stream from, Stream to, long count, CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferBytes];
        while (count > 0)
        {
            var read = await from.ReadAsync(buffer.AsMemory(0, (int)Math.Min(count, buffer.Length)), cancellationToken);
            if (read == 0)
                throw new IOException("The prediction log was cut off while it was copied.");
            await to.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            count -= read;
        }
    }

    /// <summary>Byte by byte: nothing of what follows is taken.</summary>
    private static async Task<string> ReadLineAsync(Stream stream, CancellationToken cancellationToken)
    {
        var (line, one) = (new StringBuilder(), new byte[1]);
        while (line.Length < LongestLine)
        {
            if (await stream.ReadAsync(one, cancellationToken) == 0)
                throw new IOException("The prediction log was cut off while it was copied.");
            if (one[0] == '\n')
                return line.ToString();
            line.Append((char)one[0]);
        }

        throw new IOException("What was sent is no prediction log.");
    }
}
