using Pipeline.Core.Problems;

namespace Pipeline.Serving.Configuration;

/// <summary>Reads options from the command line and, below it, from the environment. Nothing unknown is passed over.</summary>
internal static class ServingArguments
{
    public static Validated<ServingOptions> Read(
        IReadOnlyList<string> arguments, IEnumerable<KeyValuePair<string, string>> variables)
    {
        var reading = new Reading();
        foreach (var (name, value) in variables.Where(x => x.Key.StartsWith(ServingSettings.Prefix, StringComparison.Ordinal)))
            reading.Apply(ServingSettings.Prefix, name, value);
        for (var i = 0; i < arguments.Count; i++)
        {
            var cut = arguments[i].IndexOf('=', StringComparison.Ordinal);
            if (cut > 0)
                reading.Apply(ServingSettings.Dashes, arguments[i][..cut], arguments[i][(cut + 1)..]);
            else
                reading.Apply(ServingSettings.Dashes, arguments[i], ++i < arguments.Count ? arguments[i] : null);
        }

        return reading.Finish();
    }

    /// <summary>One line for each setting.</summary>
    public static string Help() => string.Join('\n', ServingSettings.All.Select(Line));

    private static string Line(Setting setting)
    {
        var (option, variable) = (setting.NameWith(ServingSettings.Dashes), setting.NameWith(ServingSettings.Prefix));
        return $"  {option,-20}{setting.Purpose}: {setting.Accepted} ({variable})";
    }

    private sealed class Reading
    {
        private readonly List<Problem> _problems = [];
        private ServingOptions _options = new();

        public void Apply(string prefix, string name, string? value)
        {
            if (ServingSettings.All.FirstOrDefault(x => x.NameWith(prefix) == name) is not { } setting)
            {
                var known = ServingSettings.All.Select(x => x.NameWith(prefix)[prefix.Length..]).ToList();
                var word = name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..] : name;
                _problems.Add(new Problem($"There is no setting '{name}'.", NearestNames.Hint(word, known)));
            }
            else if (string.IsNullOrEmpty(value) || setting.Apply(_options, value) is not { } changed)
            {
                _problems.Add(new Problem($"'{name}' takes {setting.Accepted}, not '{value}'."));
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
