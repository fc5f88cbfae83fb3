using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Pipeline.Core.Artifacts;
using Pipeline.Core.Problems;
using Pipeline.Manifest;

namespace Pipeline.Data.Versions;

/// <summary>Writes pointers as DVC 3 does, and changes those that are there in nothing but their state.</summary>
internal static partial class PointerWriter
{
    private static readonly string[] StateKeys = ["md5", "size", "nfiles", "isexec"];

    /// <param name="state">What the data is.</param>
    /// <param name="name">The name of the file or folder beside the pointer.</param>
    public static string New(PointerState state, string name)
    {
        var text = new StringBuilder("outs:\n");
        foreach (var (index, (key, value)) in Lines(state).Index())
            text.Append(index == 0 ? "- " : "  ").Append(key).Append(": ").Append(value).Append('\n');
        return text.Append("  hash: md5\n  path: ").Append(Scalar(name)).Append('\n').ToString();
    }

    /// <summary>Everything else stays as it is, byte for byte. A pointer that is not written a key a line is a problem.</summary>
    public static Validated<string> Change(DvcProject project, Pointer pointer, PointerState state)
    {
        var wanted = Lines(state).ToDictionary();
        var keys = StateLines(pointer);
        var lines = new List<string>();
        var (behind, indent, end) = (0, "", "");
        foreach (var (index, line) in pointer.Text.Split('\n').Index())
        {
            if (!keys.TryGetValue(index, out var key))
                lines.Add(line);
            else if (wanted.Remove(key, out var value))
                lines.Add(Value().Replace(line, x => x.Groups["start"].Value + value, 1));
            if (key == "md5")
                (behind, indent, end) = (lines.Count, Indent(line), line.EndsWith('\r') ? "\r" : "");
        }

        var added = Lines(state).Where(x => wanted.ContainsKey(x.Key));
        lines.InsertRange(behind, added.Select(x => $"{indent}{x.Key}: {x.Value}{end}"));
        var text = string.Join('\n', lines);
        return PointerReader.Read(project, pointer.File, Encoding.UTF8.GetBytes(text)).TryGet(out var changed)
            && changed.State == state && changed.Target == pointer.Target
            ? Validated.Valid(text)
            : Validated.Invalid<string>(pointer.Problem(
                "The pointer is not written a key a line, so that it cannot be changed in its place.",
                "Delete it, and run SnapshotData again."));
    }

    /// <summary>Plain where every YAML reader takes it for a text, else in quotes.</summary>
    internal static string Scalar(string text) =>
        Plain().IsMatch(text) && !Reserved().IsMatch(text) ? text : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static IEnumerable<KeyValuePair<string, string>> Lines(PointerState state)
    {
        yield return new("md5", Scalar(state.Id.ToString()));
        if (state.Size is { } size)
            yield return new("size", size.ToString(CultureInfo.InvariantCulture));
        if (state.Files is { } files)
            yield return new("nfiles", files.ToString(CultureInfo.InvariantCulture));
        if (state.IsExecutable)
            yield return new("isexec", "true");
    }

    /// <summary>The keys of the state by their lines, counted from 0.</summary>
    private static Dictionary<int, string> StateLines(Pointer pointer)
    {
        var data = ManifestReader.ReadNode(Encoding.UTF8.GetBytes(pointer.Text), pointer.Shown).Value.Find("outs")!.Items[0];
        var lines = new Dictionary<int, string>();
        foreach (var key in data.Keys.Where(StateKeys.Contains))
            lines.TryAdd((int)data.Find(key)!.Location.Line!.Value - 1, key);
        return lines;
    }

    private static string Indent(string line) => new(' ', Math.Max(0, line.IndexOf("md5", StringComparison.Ordinal)));

    [GeneratedRegex(@"\A(?<start>[ ]*(?:-[ ]+)?[a-z0-9]+:[ ]+)(?:'[^']*'|""[^""]*""|[^\s#,{}'""]+)(?=\s*(?:#.*)?\z)")]
    private static partial Regex Value();

    [GeneratedRegex(
        @"\A(?:[\p{L}_][\p{L}\p{N}_./+-]*(?: [\p{L}\p{N}_./+-]+)*|[0-9a-f]{32}(?:\.dir)?|[0-9][\w-]*\.[a-z]{2,})\z")]
    private static partial Regex Plain();

    [GeneratedRegex(@"\A(?:true|false|yes|no|on|off|null|y|n|[0-9]+(?:e[0-9]+)?)\z", RegexOptions.IgnoreCase)]
    private static partial Regex Reserved();
}

/// <summary>The part of a pointer that changes with the data.</summary>
/// <param name="Id">Of the file, or of the folder's listing.</param>
internal sealed record PointerState(ObjectId Id)
{
    /// <summary>In bytes, of all files; null where the pointer does not say.</summary>
    public long? Size { get; init; }

    /// <summary>How many files a folder has; null for a file.</summary>
    public long? Files { get; init; }

    /// <summary>The owner may run the file as a program.</summary>
    public bool IsExecutable { get; init; }
}

/// <summary>Keeps data out of Git, where its pointer is.</summary>
internal static class GitIgnore
{
    private const string Special = "\\*?[]!# ";

    /// <summary>Adds "/name" to the .gitignore file beside the data unless it is there.</summary>
    /// <returns>Whether it was added.</returns>
    public static async Task<bool> AddAsync(string data, CancellationToken cancellationToken)
    {
        var file = Path.Combine(Path.GetDirectoryName(data)!, ".gitignore");
        var text = File.Exists(file) ? await File.ReadAllTextAsync(file, cancellationToken) : "";
        var line = "/" + Escape(Path.GetFileName(data));
        if (text.Split('\n').Any(x => x.Trim() == line))
            return false;
        var separator = text.Length == 0 || text.EndsWith('\n') ? "" : "\n";
        await AtomicFile.WriteTextAsync(file, $"{text}{separator}{line}\n", cancellationToken);
        return true;
    }

    private static string Escape(string name)
    {
        var text = new StringBuilder();
        foreach (var character in name)
            text.Append(Special.Contains(character, StringComparison.Ordinal) ? "\\" : "").Append(character);
        return text.ToString();
    }
}
