using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.RegularExpressions;
using Pipeline.Core.Artifacts;
using Pipeline.Core.Problems;
using Pipeline.Manifest;
using Pipeline.Manifest.Records;

namespace Pipeline.Data.Versions;

/// <summary>Reads what DVC 3 writes into a .dvc file. Keys that are not known are left alone.</summary>
internal static class PointerReader
{
    public const int MostBytes = 1 << 20;
    private const long MostNumber = 1L << 60;

    private static readonly (string Key, string What)[] Unsupported =
    [
        ("files", "data that a cloud versions by itself"),
        ("etag", "data outside of the repository"),
        ("checksum", "data outside of the repository"),
    ];

    /// <param name="project">Where it belongs to; data outside of it is refused.</param>
    /// <param name="file">Absolute.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<Validated<Pointer>> ReadAsync(DvcProject project, string file, CancellationToken cancellationToken)
    {
        var shown = project.Show(file);
        if (new FileInfo(file).Length > MostBytes)
            return Invalid(new Problem(shown, null, null, $"The pointer has more than {MostBytes} bytes, which no pointer has."));
        var bytes = await File.ReadAllBytesAsync(file, cancellationToken);
        return Read(project, file, bytes);
    }

    public static Validated<Pointer> Read(DvcProject project, string file, byte[] bytes)
    {
        if (ConflictMarks.Find(Encoding.UTF8.GetString(bytes).Split('\n'), project.Show(file)) is { } conflict)
            return Invalid(conflict);
        var read = ManifestReader.ReadNode(bytes, project.Show(file));
        if (!read.TryGet(out var root))
            return Invalid([.. read.Problems]);
        var reading = new Reading(project, file, root);
        var pointer = reading.Read(Encoding.UTF8.GetString(bytes));
        return pointer is not null && reading.Problems.Count == 0 ? Validated.Valid(pointer) : Invalid([.. reading.Problems]);
    }

    private static Validated<Pointer> Invalid(params IEnumerable<Problem> problems) => Validated.Invalid<Pointer>(problems);

    private sealed class Reading(DvcProject project, string file, ManifestNode root)
    {
        public List<Problem> Problems { get; } = [];

        public Pointer? Read(string text)
        {
            var outs = root.Find("outs");
            if (outs?.Items is not [var data])
            {
                var count = outs?.Items.Count ?? 0;
                Refuse(outs ?? root, $"The pointer has {count} entries in 'outs'; one is accepted.");
                return null;
            }

            RefuseOtherKinds(data);
            var (state, target) = (State(data), Target(data));
            return state is null || target is null ? null : new Pointer
            {
                File = file,
                Shown = project.Show(file),
                Target = target,
                State = state,
                Remote = Text(data, "remote"),
                CanPush = Flag(data, "push", otherwise: true),
                Text = text,
            };
        }

        private void RefuseOtherKinds(ManifestNode data)
        {
            foreach (var (key, what) in Unsupported.Where(x => data.Keys.Contains(x.Key)))
                Refuse(data.Find(key)!, $"'{key}' stands for {what}, which is not read.");
            if (!Flag(data, "cache", otherwise: true))
                Refuse(data.Find("cache")!, "'cache: false' keeps the data out of the cache; data in the cache is accepted.");
            if (Text(data, "hash") is not "md5")
            {
                Refuse(
                    data.Find("hash") ?? data,
                    "The pointer is older than DVC 3: without 'hash: md5', its MD5 may be of the text with other line ends.",
                    "Run 'dvc cache migrate --dvc-files', or delete the pointer and run SnapshotData.");
            }
        }

        private PointerState? State(ManifestNode data)
        {
            if (Text(data, "md5") is { } text && ObjectId.TryParse(text, null, out var id))
            {
                return new PointerState(id)
                {
                    Size = Number(data, "size"),
                    Files = Number(data, "nfiles"),
                    IsExecutable = Flag(data, "isexec", otherwise: false),
                };
            }

            Refuse(
                data.Find("md5") ?? data,
                "The pointer has no 'md5' of 32 lower-case hexadecimal digits, with or without '.dir'.",
                "Run SnapshotData where the data is.");
            return null;
        }

        private string? Target(ManifestNode data)
        {
            var home = Path.GetDirectoryName(file)!;
            if (data.Find("path") is null)
                Refuse(data, "'path' is missing.");
            if (Text(data, "path") is not { } path)
                return null;
            var folder = Text(root, "wdir") ?? ".";
            var start = Path.GetFullPath(folder, home);
            var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(Path.Combine(home, folder, path)));
            if (Astray(folder, start) is { } astray && folder != ".")
                Refuse(root.Find("wdir")!, astray);
            else if ((full == start || full == file ? $"'{path}' names no data." : Astray(path, full)) is { } reason)
                Refuse(data.Find("path")!, reason);
            else
                return full;
            return null;
        }

        /// <summary>
        /// Why the path is no place for data of this project; null when it is one. A link at its end is told by who would follow
        /// it: putting a file in its place does not.
        /// </summary>
        private string? Astray(string written, string full)
        {
            if (Path.IsPathRooted(written) || written.Contains("://", StringComparison.Ordinal))
                return $"'{written}' is absolute; a path inside of the project is accepted.";
            var relative = project.Show(full);
            if (relative.Split('/')[0] == ".." || Path.IsPathRooted(relative))
                return $"'{written}' leaves the project; a path inside of it is accepted.";
            if (relative.Split('/').FirstOrDefault(DirectoryListing.IsForeign) is { } foreign)
                return $"'{written}' goes into '{foreign}', where no data is.";
            var folder = relative[..Math.Max(relative.LastIndexOf('/'), 0)];
            return folder.Length == 0 || ContainedPath.TryResolve(project.Root, folder, out _, out var reason) ? null : reason;
        }

        private string? Text(ManifestNode node, string key) =>
            node.Find(key) is { } value && TryBind<string>(value, out var text) ? text : null;

        private bool Flag(ManifestNode node, string key, bool otherwise) =>
            node.Find(key) is { } value && TryBind<bool>(value, out var flag) ? flag : otherwise;

        private long? Number(ManifestNode node, string key)
        {
            if (node.Find(key) is not { } value || !TryBind<long>(value, out var number))
                return null;
            if (number is >= 0 and <= MostNumber)
                return number;
            Refuse(value, $"'{key}' is {number}, which no data has.");
            return null;
        }

        private bool TryBind<T>(ManifestNode node, [NotNullWhen(true)] out T? value)
            where T : notnull
        {
            var bound = node.Bind<T>();
            Problems.AddRange(bound.Problems);
            return bound.TryGet(out value);
        }

        private void Refuse(ManifestNode at, string message, string? hint = null) =>
            Problems.Add(at.Location.Problem(message, hint));
    }
}

/// <summary>A .dvc file as it was read: which data belongs at a path.</summary>
internal sealed record Pointer
{
    public const string Extension = ".dvc";

    /// <summary>Absolute.</summary>
    public required string File { get; init; }

    /// <summary>As the user knows it: from the project's root, with '/'.</summary>
    public required string Shown { get; init; }

    /// <summary>Where the data belongs, absolute and inside of the project.</summary>
    public required string Target { get; init; }

    public required PointerState State { get; init; }

    /// <summary>The remote that this data goes to; null for the project's default.</summary>
    public string? Remote { get; init; }

    /// <summary>False where its owner keeps it from every remote.</summary>
    public bool CanPush { get; init; } = true;

    /// <summary>The whole file, of which a rewrite keeps everything that is not the state.</summary>
    public required string Text { get; init; }

    public Problem Problem(string message, string? hint = null) => new(Shown, null, null, message, hint);
}

/// <summary>What Git leaves in a file that two people changed, until somebody has chosen.</summary>
internal static partial class ConflictMarks
{
    /// <summary>The problem of a file that has such marks; null for any other.</summary>
    /// <param name="lines">Of the file.</param>
    /// <param name="shown">What a person calls it.</param>
    public static Problem? Find(IEnumerable<string> lines, string shown) =>
        lines.Index().Where(x => Mark().IsMatch(x.Item)).Select(x => new Problem(
            shown, x.Index + 1, null, "The file has conflict marks of Git.",
            "Keep the lines of one side and delete the marks, or run 'git checkout --ours' or '--theirs' on it."))
            .FirstOrDefault();

    [GeneratedRegex(@"\A(?:<{7}|>{7})(?:[ \r]|\z)")]
    private static partial Regex Mark();
}
