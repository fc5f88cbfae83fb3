using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace Nuke.Common.Git;

/// <summary>The values of a Git configuration file; of a repeated key, the last.</summary>
internal sealed class GitConfiguration
{
    private readonly Dictionary<(string Section, string Subsection, string Key), string> _values = [];

    public IEnumerable<string> Subsections(string section) => _values.Keys
        .Where(x => x.Section == section && x.Subsection != null)
        .Select(x => x.Subsection)
        .Distinct();

    public string Get(string section, string subsection, string key) => _values.GetValueOrDefault((section, subsection, key));

    public static GitConfiguration Parse(IEnumerable<string> lines)
    {
        var configuration = new GitConfiguration();
        var section = (Name: "", Sub: (string)null);
        foreach (var line in Joined(lines).Select(x => x.Trim()))
        {
            if (line.StartsWith('['))
                section = Header(line);
            else if (line.Length > 0 && line[0] is not ('#' or ';'))
                configuration.Add(section.Name, section.Sub, line);
        }
        return configuration;
    }

    private void Add(string section, string subsection, string line)
    {
        var equals = line.IndexOf('=');
        var key = (equals < 0 ? line : line[..equals]).Trim().ToLowerInvariant();
        _values[(section, subsection, key)] = equals < 0 ? "true" : Unquoted(line[(equals + 1)..].Trim());
    }

    /// <summary>As in <c>[remote "origin"]</c>; the second name keeps its case, unlike the first.</summary>
    private static (string, string) Header(string line)
    {
        var text = line[1..(line.LastIndexOf(']') is > 0 and var end ? end : line.Length)];
        var quote = text.IndexOf('"');
        return quote < 0
            ? (text.Trim().ToLowerInvariant(), null)
            : (text[..quote].Trim().ToLowerInvariant(), Unquoted(text[quote..]));
    }

    private static string Unquoted(string text)
    {
        var result = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"')
                quoted = !quoted;
            else if (!quoted && text[i] is '#' or ';')
                break;
            else
                result.Append(text[i] == '\\' && i + 1 < text.Length ? Escaped(text[++i]) : text[i]);
        }
        return result.ToString().TrimEnd();
    }

    private static char Escaped(char character) => character switch
    {
        'n' => '\n',
        't' => '\t',
        'b' => '\b',
        _ => character,
    };

    private static IEnumerable<string> Joined(IEnumerable<string> lines)
    {
        var pending = "";
        foreach (var line in lines)
        {
            if (line.EndsWith('\\'))
            {
                pending += line[..^1];
                continue;
            }
            yield return pending + line;
            pending = "";
        }
        yield return pending;
    }
}
