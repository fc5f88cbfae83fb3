using System.Text;
using Pipeline.Core.Artifacts;

namespace Pipeline.Data.Versions;

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
