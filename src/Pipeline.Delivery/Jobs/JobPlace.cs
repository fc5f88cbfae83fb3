using System.Runtime.Versioning;
using System.Security.Cryptography;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Training.Jobs;

namespace Pipeline.Delivery.Jobs;

/// <summary>
/// Where the jobs of a model are, beside the objects of the dataset remote, and what they are sealed with. Both follow from a
/// token of this clone, so that who comes back finds what was begun.
/// </summary>
internal sealed class JobPlace : IDisposable
{
    private const string Folder = "jobs";
    private const int ShortLength = 12;
    private const int LongLength = 32;
    private const string Root = "0";
    private const string LockExtension = ".lock";

    private const UnixFileMode Readable = UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode Passed = Owner | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    private const UnixFileMode Anybodys = Passed | UnixFileMode.GroupRead | UnixFileMode.GroupWrite
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <summary>In hexadecimal digits.</summary>
    public required string Token { get; init; }

    /// <summary>Names what this clone puts on an engine.</summary>
    public required string Mark { get; init; }

    /// <summary>Absolute; workers see it as /job.</summary>
    public required string Path { get; init; }

    /// <summary>The user and group of this process, as workers have them; null for those of the image.</summary>
    public required string? User { get; init; }

    /// <summary>Held as long as a build works with it: another one would tidy up what this one waits for.</summary>
    private FileStream? Lock { get; init; }

    public JobFolder Jobs => new(Path, Convert.FromHexString(Token));

    /// <param name="kept">The file of the token.</param>
    /// <param name="remote">The folder of the remote.</param>
    /// <param name="name">Of project and model.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    public static async Task<JobPlace> OpenAsync(
        string kept, string remote, string name, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows())
            throw Refuse("", "Jobs are given to an engine from Linux alone.", "Train with --on local.");
        var held = Hold(kept);
        try
        {
            return Open(held, await TokenAsync(kept, cancellationToken), remote, name);
        }
        catch (InvalidInputException)
        {
            await held.DisposeAsync();
            throw;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            await held.DisposeAsync();
            throw Refuse(
                remote, $"Jobs cannot be written to the remote: {exception.Message}", "Ask its owner for the permission.");
        }
    }

    [UnsupportedOSPlatform("windows")]
    private static JobPlace Open(FileStream held, string token, string remote, string name)
    {
        var hex = Digest.OfText($"jobs {token}").Hex;
        var user = UserOfProcess();
        if (user is null && (File.GetUnixFileMode(remote) & Readable) != Readable)
            throw Refuse(remote, "Workers of root are user 10001 and cannot read the remote.", "Let others read it: chmod o+rx.");
        var outer = System.IO.Path.Combine(remote, Folder, $"{name}.{hex[..ShortLength]}");
        var place = new JobPlace
        {
            Token = token,
            Mark = hex[..ShortLength],
            Path = System.IO.Path.Combine(outer, hex[ShortLength..(ShortLength + LongLength)]),
            User = user,
            Lock = held,
        };
        Directory.CreateDirectory(place.Path);
        // Root's workers are somebody else, who must write there; nobody else finds a folder whose name cannot be listed.
        File.SetUnixFileMode(outer, Passed);
        File.SetUnixFileMode(place.Path, user is null ? Anybodys : Owner);
        return place;
    }

    public void Dispose() => Lock?.Dispose();

    /// <summary>Removes all jobs and results; a worker that is just ending may leave them to the next build.</summary>
    public void Remove()
    {
        var outer = System.IO.Path.GetDirectoryName(Path)!;
        try
        {
            if (Directory.Exists(outer))
                Directory.Delete(outer, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // What the jobs made is where it belongs: nothing of it is lost with a folder too many.
        }
    }

    /// <exception cref="InvalidInputException">Another build of the clone has jobs of the model.</exception>
    private static FileStream Hold(string kept)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(kept)!);
        try
        {
            return new FileStream(kept + LockExtension, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw Refuse(kept, "Another build of this clone waits for jobs of the model.", "Wait until it ends.");
        }
    }

    private static InvalidInputException Refuse(string path, string message, string hint) =>
        new([new Problem(path, null, null, message, hint)]);

    [UnsupportedOSPlatform("windows")]
    private static async Task<string> TokenAsync(string kept, CancellationToken cancellationToken)
    {
        if (File.Exists(kept) && await File.ReadAllTextAsync(kept, cancellationToken) is var known
            && Hexadecimal.IsLower(known, 2 * JobFolder.TokenSize))
        {
            return known;
        }

        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(JobFolder.TokenSize));
        var options = new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        await using var file = new FileStream(kept, options);
        await file.WriteAsync(System.Text.Encoding.ASCII.GetBytes(token), cancellationToken);
        return token;
    }

    /// <summary>.NET does not say which user it is; the kernel does. Root's workers run as the image's user.</summary>
    private static string? UserOfProcess()
    {
        var lines = File.ReadAllLines("/proc/self/status");
        var user = EffectiveOf("Uid:");
        return user == Root ? null : $"{user}:{EffectiveOf("Gid:")}";

        string EffectiveOf(string key) => lines.First(line => line.StartsWith(key, StringComparison.Ordinal))
            .Split('\t', StringSplitOptions.RemoveEmptyEntries)[2];
    }
}
