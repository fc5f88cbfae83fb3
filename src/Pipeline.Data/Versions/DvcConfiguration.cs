using System.Text.RegularExpressions;
using Pipeline.Core.Problems;

namespace Pipeline.Data.Versions;

/// <summary>What <c>.dvc/config</c> and <c>.dvc/config.local</c> say; the local file wins.</summary>
internal sealed partial class DvcConfiguration
{
    private const int MostBytes = 1 << 20;
    private const string Example = """Write "[core]", "    remote = storage", "['remote "storage"']", "    url = /mnt/data".""";

    private const string AcceptedPaths =
        "An absolute path, one from the folder '.dvc', and one that begins with '~/' are accepted.";

    private readonly string _file;
    private readonly IReadOnlyDictionary<string, string> _values;

    private DvcConfiguration(string file, IReadOnlyDictionary<string, string> values) => (_file, _values) = (file, values);

    /// <summary>From the <c>.dvc</c> folder; null for the usual one.</summary>
    public string? CacheFolder => Value("cache.dir");

    /// <summary>The name of the remote of data whose pointer names none; null where there is none.</summary>
    public string? DefaultRemote => Value("core.remote");

    /// <summary>DVC leaves the files of Git alone.</summary>
    public bool IsWithoutGit => string.Equals(Value("core.no_scm"), "true", StringComparison.OrdinalIgnoreCase);

    private IEnumerable<string> Remotes => _values.Keys.Where(x => x.StartsWith("remote ", StringComparison.Ordinal))
        .Select(x => x["remote ".Length..x.LastIndexOf('.')]).Distinct();

    public static async Task<Validated<DvcConfiguration>> ReadAsync(string folder, CancellationToken cancellationToken)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in new[] { "config", "config.local" })
        {
            var file = new FileInfo(Path.Combine(folder, name));
            if (!file.Exists)
                continue;
            if (file.Length > MostBytes)
                return Invalid($".dvc/{name}", null, $"The file has more than {MostBytes} bytes, the most that is read.");
            var lines = await File.ReadAllLinesAsync(file.FullName, cancellationToken);
            if (ConflictMarks.Find(lines, $".dvc/{name}") is { } conflict)
                return Validated.Invalid<DvcConfiguration>(conflict);
            if (Read(lines, values) is { } wrong)
                return Invalid($".dvc/{name}", wrong, $"'{lines[wrong - 1].Trim()}' is neither '[section]' nor 'key = value'.");
        }

        foreach (var key in values.Keys.Where(IsPath).ToList())
        {
            if (Expand(values[key]) is not { } path)
                return Invalid(".dvc/config", null, $"'{values[key]}' begins in the home of another user. {AcceptedPaths}");
            values[key] = path;
        }

        return Validated.Valid(new DvcConfiguration(".dvc/config", values));
    }

    /// <summary>The folder of a remote, absolute or from the <c>.dvc</c> folder.</summary>
    /// <param name="name">Null for the default remote.</param>
    public Validated<string> RemoteUrl(string? name)
    {
        var known = Remotes.ToList();
        if ((name ?? DefaultRemote) is not { } wanted)
            return Refuse("No remote is configured to push data to and to pull it from.", Example);
        if (Value($"remote {wanted}.url") is not { } url)
        {
            var hint = known.Count > 0 ? NearestNames.Hint(wanted, known) : Example;
            return Refuse($"There is no remote '{wanted}' with a url.", hint);
        }

        return url.Contains("://", StringComparison.Ordinal)
            ? Refuse(
                $"The remote '{wanted}' is at '{url.Split("://")[0]}://...', which is not reached from here; a folder on this " +
                "machine or on a mounted disk is accepted.")
            : Validated.Valid(url);
    }

    private static bool IsPath(string key) => key is "cache.dir"
        || (key.StartsWith("remote ", StringComparison.Ordinal) && key.EndsWith(".url", StringComparison.Ordinal));

    /// <summary>As DVC does: "~" alone or before a '/' is the user's home. Null for the home of another user.</summary>
    private static string? Expand(string path) => path switch
    {
        "~" or ['~', '/', ..] => Environment.GetFolderPath(
            Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify) + path[1..],
        ['~', ..] when !path.Contains("://", StringComparison.Ordinal) => null,
        _ => path,
    };

    private static Validated<DvcConfiguration> Invalid(string file, int? line, string message) =>
        Validated.Invalid<DvcConfiguration>(new Problem(file, line, null, message));

    /// <summary>The number of the first line that is wrong, or null.</summary>
    private static int? Read(IReadOnlyList<string> lines, Dictionary<string, string> values)
    {
        var section = "";
        foreach (var (index, line) in lines.Index())
        {
            if (Section().Match(line) is { Success: true } head)
                section = $"{head.Groups["name"].Value} {head.Groups["of"].Value}".TrimEnd();
            else if (Assignment().Match(line) is { Success: true } pair)
                values[$"{section}.{pair.Groups["key"].Value}"] = Unquote(pair.Groups["value"].Value);
            else if (!Nothing().IsMatch(line))
                return index + 1;
        }

        return null;
    }

    private static string Unquote(string value) =>
        value is ['"', .., '"'] or ['\'', .., '\''] && value.Length > 1 ? value[1..^1] : value;

    private string? Value(string key) => _values.GetValueOrDefault(key) is { Length: > 0 } value ? value : null;

    private Validated<string> Refuse(string message, string? hint = null) =>
        Validated.Invalid<string>(new Problem(_file, null, null, message, hint));

    [GeneratedRegex(@"\A\s*\[\s*'?(?<name>[a-z_]+)(?:\s+""(?<of>[^""]+)"")?'?\s*\]\s*(?:#.*)?\z")]
    private static partial Regex Section();

    [GeneratedRegex(@"\A\s*(?<key>[a-z_0-9]+)\s*=\s*(?<value>""[^""]*""|'[^']*'|[^#]*?)\s*(?:#.*)?\z")]
    private static partial Regex Assignment();

    [GeneratedRegex(@"\A\s*(?:#.*)?\z")]
    private static partial Regex Nothing();
}
