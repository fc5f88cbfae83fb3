using System.CommandLine;
using System.CommandLine.Help;
using System.Globalization;
using System.Net;
using Pipeline.Core.Identity;
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

/// <summary>Everything that can be set.</summary>
internal static class ServingSettings
{
    /// <summary>Of variables.</summary>
    public const string Prefix = "PIPELINE_SERVING_";

    /// <summary>Of options.</summary>
    public const string Dashes = "--";

    private const string Number = "a whole number above 0";
    private const int LongestName = 63;
    private const int MostHours = 876_000;

    public static IReadOnlyList<Setting> All { get; } =
    [
        new("model", "a folder", "the folder with the model's files", (x, text) => x with { Model = text }),
        new("name", "a model's name", "the model's name", (x, text) =>
            ModelName.TryParse(text, null, out var name) ? x with { Name = name } : null),
        new("version", "a version such as 3", "the model's version in the registry", (x, text) =>
            ModelVersion.TryParse(text, null, out var version) ? x with { Version = version } : null),
        new("environment", "a name", "the environment that the server belongs to", (x, text) =>
            text.Length <= LongestName && !text.Any(char.IsControl) ? x with { Environment = text } : null),
        new("revision", Number, "the deployment's number there", (x, text) =>
            Whole(text) is { } number ? x with { Revision = number } : null),
        new("address", "an address such as 127.0.0.1:8080", "where to listen; port 0 is a free one", (x, text) =>
            AddressOf(text) is { } address ? x with { Address = address } : null),
        new("announce", "a file", "the file to write the address to, once ready", (x, text) => x with { Announce = text }),
        new("gateway-secret", $"{GatewaySecret.Shortest} to {GatewaySecret.Longest} visible ASCII characters",
            "what the gateway sends along with its headers", (x, text) =>
            GatewaySecret.TryParse(text) is { } secret ? x with { Secret = secret } : null) { IsSecret = true },
        new("key-secret", $"{GatewaySecret.Shortest} to {GatewaySecret.Longest} visible ASCII characters",
            "what keys of rows are hashed under, in the log", (x, text) =>
            GatewaySecret.TryParse(text) is not null ? x with { KeySecret = text } : null) { IsSecret = true },
        new("gateway-secret-file", "a file with a gateway secret", "the file with it, where an engine hands it out", (x, text) =>
            GatewaySecret.TryRead(text) is { } secret ? x with { Secret = secret } : null),
        new("log", "a folder", "the folder of the prediction log", (x, text) => x with { Log = text }),
        new("sampling", "a number above 0 and at most 1", "the share of predictions to log", (x, text) =>
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var share) && share is > 0 and <= 1
                ? x with { Sampling = share }
                : null),
        new("log-file-bytes", Number, "the size of a file of the log", (x, text) =>
            Whole(text) is { } number ? x with { LogFileBytes = number } : null),
        new("log-keep-bytes", Number, "the size of all files of the log", (x, text) =>
            long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
                ? x with { LogKeepBytes = number }
                : null),
        new("log-keep-hours", $"a number of hours, at most {MostHours}", "how long a file of the log stays", (x, text) =>
            Whole(text) is { } hours and <= MostHours ? x with { LogKeepFor = TimeSpan.FromHours(hours) } : null),
        new("most-body-bytes", Number, "the largest request", (x, text) =>
            Whole(text) is { } number ? x with { MostBodyBytes = number } : null),
        new("most-rows", Number, "the most rows of one request", (x, text) =>
            Whole(text) is { } number ? x with { MostRows = number } : null),
        new("most-requests", Number, "the most requests at one time", (x, text) =>
            Whole(text) is { } number ? x with { MostRequests = number } : null),
        new("drain", "a number of seconds, at most 600", "how long a stopping server goes on answering", (x, text) =>
            Whole(text) is { } seconds and <= 600 ? x with { Drain = TimeSpan.FromSeconds(seconds) } : null),
    ];

    private static int? Whole(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;

    /// <summary>A port without a colon would be read as an address by the framework.</summary>
    private static IPEndPoint? AddressOf(string text)
    {
        const string local = "localhost:";
        var numeric = text.StartsWith(local, StringComparison.Ordinal) ? $"127.0.0.1:{text[local.Length..]}" : text;
        return numeric.Contains(':', StringComparison.Ordinal) && IPEndPoint.TryParse(numeric, out var address) ? address : null;
    }
}
