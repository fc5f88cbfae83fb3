using Pipeline.Core.Problems;
using Pipeline.Targets.CommandLine;

namespace Pipeline.Targets;

/// <summary>What a build is started with, read before the engine reads it.</summary>
internal sealed class BuildStart(
    BuildSurface surface, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment)
{
    private readonly EnvironmentCheck _environment = new(surface);
    private readonly ParametersFileCheck _files = new(surface);

    /// <summary>The folder with <c>.nuke</c>: the one given, else the nearest around the working folder.</summary>
    public string Root { get; } = FindRoot(arguments, environment);

    public IReadOnlyList<Problem> Problems() =>
        [.. new CommandLineCheck(surface).Check(arguments), .. _environment.Check(environment), .. _files.Check(Root, Profiles)];

    /// <summary>
    /// What the engine may see of the environment, as variables to set, or to remove where the value is null. Targets of the
    /// command line win over those of a variable.
    /// </summary>
    public IReadOnlyDictionary<string, string?> Variables()
    {
        var changes = _environment.Declared(environment).ToDictionary(x => x.Key, x => (string?)x.Value);
        foreach (var name in _environment.Empty(environment).Concat(_environment.Foreign(environment)))
            changes.TryAdd(name, null);
        if (arguments is [var first, ..] && !first.StartsWith('-'))
            changes[Names.Variable("Target")] = null;
        return changes;
    }

    /// <summary>Variables that are hidden from the engine, with their values.</summary>
    public IReadOnlyDictionary<string, string> ForeignVariables() =>
        _environment.Foreign(environment).ToDictionary(x => x, x => environment[x]);

    /// <summary>One sentence for each variable that a person may have meant as a parameter.</summary>
    public IReadOnlyList<string> Notes() => _environment.Notes(environment);

    /// <summary>The value of every secret that any source holds, also of those that another source overrides.</summary>
    public IEnumerable<string> Secrets() =>
        surface.Parameters.Where(x => x.IsSecret).SelectMany(x => Values(arguments, x.Name))
            .Concat(_environment.Secrets(environment))
            .Concat(_files.Secrets(Root, Profiles));

    private IReadOnlyList<string> Profiles => Values(arguments, "Profile");

    private static IReadOnlyList<string> Values(IReadOnlyList<string> arguments, string name) =>
        [.. arguments.Index()
            .Where(x => x.Item.StartsWith('-') && Names.Plain(x.Item) == Names.Plain(name))
            .SelectMany(x => arguments.Skip(x.Index + 1).TakeWhile(y => !y.StartsWith('-')))];

    private static string FindRoot(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        var given = Values(arguments, "Root") is [.., var last] ? last : environment.GetValueOrDefault("NUKE_ROOT");
        var working = Environment.CurrentDirectory;
        if (!string.IsNullOrEmpty(given))
            return Path.GetFullPath(given);
        for (var folder = working; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (Directory.Exists(Path.Combine(folder, ".nuke")))
                return folder;
        }

        return working;
    }
}
