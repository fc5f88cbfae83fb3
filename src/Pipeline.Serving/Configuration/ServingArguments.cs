using System.CommandLine;
using System.CommandLine.Help;
using Pipeline.Core.Problems;

namespace Pipeline.Serving.Configuration;

/// <summary>Reads options from the command line and, below it, from the environment. Nothing unknown is passed over.</summary>
internal sealed class ServingArguments
{
    private readonly Command _command = new("pipeline-serving", "Serves a model over HTTP.");
    private readonly HelpOption _help = new();
    private readonly List<(Setting Setting, Option<string[]> Option)> _options = [];

    public ServingArguments()
    {
        _command.Options.Add(_help);
        _command.TreatUnmatchedTokensAsErrors = false;
        foreach (var setting in ServingSettings.All.Where(x => !x.IsSecret))
        {
            var option = new Option<string[]>(setting.NameWith(ServingSettings.Dashes))
            {
                Arity = ArgumentArity.ZeroOrMore,
                Description = $"{setting.Purpose} ({setting.NameWith(ServingSettings.Prefix)})",
                HelpName = setting.Accepted,
            };
            _options.Add((setting, option));
            _command.Options.Add(option);
        }
    }

    /// <returns>Whether help was asked for, and was written.</returns>
    public bool Help(IReadOnlyList<string> arguments, TextWriter output)
    {
        var parsed = Parse(arguments);
        if (parsed.GetResult(_help) is null)
            return false;
        parsed.Invoke(new InvocationConfiguration { Output = output });
        foreach (var setting in ServingSettings.All.Where(x => x.IsSecret))
            output.WriteLine($"By {setting.NameWith(ServingSettings.Prefix)} alone: {setting.Purpose}, {setting.Accepted}.");
        return true;
    }

    public Validated<ServingOptions> Read(
        IReadOnlyList<string> arguments, IEnumerable<KeyValuePair<string, string>> variables)
    {
        var reading = new Reading();
        foreach (var (name, value) in variables.Where(x => x.Key.StartsWith(ServingSettings.Prefix, StringComparison.Ordinal)))
            reading.ApplyVariable(name, value);
        var parsed = Parse(arguments);
        foreach (var unknown in Unknown(parsed))
            reading.Refuse(ServingSettings.Dashes, unknown);
        foreach (var (setting, option) in _options.Where(x => parsed.GetResult(x.Option) is not null))
            reading.Apply(setting, option.Name, parsed.GetValue(option) is [.., var last] ? last : null);
        return reading.Finish();
    }

    private ParseResult Parse(IReadOnlyList<string> arguments) => _command.Parse(
        arguments, new ParserConfiguration { EnablePosixBundling = false, ResponseFileTokenReplacer = null });

    /// <summary>What follows an option that is not known is its value, and no mistake of its own.</summary>
    private static IReadOnlyList<string> Unknown(ParseResult parsed)
    {
        var options = parsed.UnmatchedTokens.Where(x => x.StartsWith('-')).Select(x => x.Split('=')[0]).ToList();
        return options.Count > 0 ? options : parsed.UnmatchedTokens;
    }

    private sealed class Reading
    {
        private readonly List<Problem> _problems = [];
        private ServingOptions _options = new();

        public void ApplyVariable(string name, string value)
        {
            if (ServingSettings.All.FirstOrDefault(x => x.NameWith(ServingSettings.Prefix) == name) is { } setting)
                Apply(setting, name, value);
            else
                Refuse(ServingSettings.Prefix, name);
        }

        public void Refuse(string prefix, string name)
        {
            var known = ServingSettings.All.Where(x => prefix == ServingSettings.Prefix || !x.IsSecret)
                .Select(x => x.NameWith(prefix)[prefix.Length..]).ToList();
            var word = name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..] : name;
            _problems.Add(new Problem($"There is no setting '{name}'.", NearestNames.Hint(word, known)));
        }

        public void Apply(Setting setting, string name, string? value)
        {
            if (string.IsNullOrEmpty(value) || setting.Apply(_options, value) is not { } changed)
            {
                var given = setting.IsSecret ? "this value" : $"'{value}'";
                _problems.Add(new Problem($"'{name}' takes {setting.Accepted}, not {given}."));
            }
            else
            {
                _options = changed;
            }
        }

        public Validated<ServingOptions> Finish()
        {
            if (_options.Model.Length == 0)
                _problems.Add(new Problem("The folder of the model is not given.", "Give it with --model."));
            return _problems.Count == 0 ? Validated.Valid(_options) : Validated.Invalid<ServingOptions>(_problems);
        }
    }
}

/// <summary>One option of the command line, and the variable behind it.</summary>
/// <param name="Name">In kebab-case: "most-rows".</param>
/// <param name="Accepted">What a value looks like: "a whole number above 0".</param>
/// <param name="Purpose">For the help.</param>
/// <param name="Apply">Gives the changed options, or null for a value that is not accepted.</param>
internal sealed record Setting(
    string Name, string Accepted, string Purpose, Func<ServingOptions, string, ServingOptions?> Apply)
{
    /// <summary>It comes from the environment alone, and no message shows it: everybody can read arguments.</summary>
    public bool IsSecret { get; init; }

    /// <summary>As the command line has it after dashes, or as the environment has it after its prefix.</summary>
    public string NameWith(string prefix) =>
        prefix + (prefix == ServingSettings.Dashes ? Name : Name.Replace('-', '_').ToUpperInvariant());
}
