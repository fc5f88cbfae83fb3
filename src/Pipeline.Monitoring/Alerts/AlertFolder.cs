using System.Globalization;
using System.Text.Json;
using Pipeline.Core.Artifacts;
using Pipeline.Core.Documents;
using Pipeline.Core.Problems;

namespace Pipeline.Monitoring.Alerts;

/// <summary>Where an environment's alerts are kept: <c>alerts.json</c>, and beside it what each channel has told.</summary>
/// <param name="path">The <c>monitoring</c> folder of the environment.</param>
/// <param name="warn">Takes a sentence about something that was repaired; nobody by default.</param>
public sealed class AlertFolder(string path, Action<string>? warn = null)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(25);

    public string Path { get; } = System.IO.Path.GetFullPath(path);

    public string Book => System.IO.Path.Combine(Path, "alerts.json");

    /// <summary>Of what one channel has told.</summary>
    internal string ChannelOf(string title) => ContainedPath.Resolve(Path, System.IO.Path.Combine("channels", $"{title}.json"));

    /// <summary>An empty book where there is none yet.</summary>
    /// <exception cref="InvalidInputException">Another version of the toolkit wrote it.</exception>
    public async Task<AlertBook> ReadAsync(CancellationToken cancellationToken) =>
        await ReadAsync<AlertBook>(Book, cancellationToken) ?? AlertBook.Empty;

    /// <summary>Puts the book that follows from the one that is there in its place, before anybody else can.</summary>
    /// <exception cref="AlertsBusyException">Somebody else has held it for 20 seconds.</exception>
    /// <exception cref="IOException">The disk is full, for instance: the book is what it was.</exception>
    public async Task<AlertBook> ChangeAsync(Func<AlertBook, AlertBook> change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        await using var held = await LockAsync("alerts.lock", cancellationToken);
        var before = await ReadAsync(cancellationToken);
        var after = change(before);
        if (!ReferenceEquals(before, after))
            await DocumentFile.WriteAsync(Book, after, cancellationToken);
        return after;
    }

    /// <summary>Null where there is no such file, or it was damaged and is set aside.</summary>
    internal async Task<T?> ReadAsync<T>(string file, CancellationToken cancellationToken)
        where T : Document
    {
        if (!File.Exists(file))
            return null;
        var read = await DocumentFile.ReadAsync<T>(file, cancellationToken);
        if (read.TryGet(out var document))
            return document;
        if (await IsJsonAsync(file, cancellationToken))
            throw new InvalidInputException(read.Problems);
        var aside = Enumerable.Range(1, int.MaxValue - 1)
            .Select(x => string.Create(CultureInfo.InvariantCulture, $"{file}.damaged-{x}"))
            .First(x => !File.Exists(x));
        File.Move(file, aside);
        warn?.Invoke($"{read.Problems[0]} It was set aside as '{aside}', and is begun anew.");
        return null;
    }

    /// <summary>Held until it is disposed, by one process at a time; given up by the system when a process ends.</summary>
    /// <exception cref="AlertsBusyException">Somebody else has held it for 20 seconds.</exception>
    internal async Task<FileStream> LockAsync(string name, CancellationToken cancellationToken)
    {
        FolderSync.Create(Path);
        var file = System.IO.Path.Combine(Path, name);
        for (var waited = TimeSpan.Zero; ; waited += LookAgainAfter)
        {
            try
            {
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (waited < Patience && Directory.Exists(Path))
            {
                await Task.Delay(LookAgainAfter, cancellationToken);
            }
            catch (IOException exception)
            {
                throw new AlertsBusyException(Path, exception);
            }
        }
    }

    /// <summary>A write that was cut off leaves no JSON; what another version wrote is some.</summary>
    private static async Task<bool> IsJsonAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = File.OpenRead(file);
            using var json = await JsonDocument.ParseAsync(stream, default, cancellationToken);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("schema", out _);
        }
        catch (JsonException)
        {
            return false;
        }
    }
}

/// <summary>The alerts of an environment are being changed by another process.</summary>
public sealed class AlertsBusyException(string folder, Exception inner) : Exception(
    $"The alerts in '{folder}' are held by another process. Try again when it is done.", inner);
