using System.Text;

namespace Pipeline.Targets.CommandLine;

/// <summary>Names of members and how users write them.</summary>
internal static class Names
{
    /// <summary>"RegistryToken" as "registry-token"; a run of capitals is one word.</summary>
    public static string Kebab(string name)
    {
        var text = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            var startsWord = i > 0 && char.IsUpper(name[i]) &&
                (!char.IsUpper(name[i - 1]) || i + 1 < name.Length && char.IsLower(name[i + 1]));
            if (startsWord && name[i - 1] != '-')
                text.Append('-');
            text.Append(char.ToLowerInvariant(name[i]));
        }

        return text.ToString();
    }

    /// <summary>The environment variable of a parameter: "RegistryToken" as "NUKE_REGISTRY_TOKEN".</summary>
    public static string Variable(string name) => "NUKE_" + Kebab(name).Replace('-', '_').ToUpperInvariant();

    /// <summary>The form in which the engine compares names: neither dashes nor case count.</summary>
    public static string Plain(string name) => name.Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();

    /// <summary>The form in which the engine compares environment variables: letters and digits alone count.</summary>
    public static string Alphanumeric(string name) => string.Concat(name.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();

    /// <summary>The name of a member that implements one of an interface explicitly, without that interface.</summary>
    public static string WithoutInterface(string member) => member[(member.LastIndexOf('.') + 1)..];
}
