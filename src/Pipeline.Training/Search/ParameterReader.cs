using Pipeline.Core.Problems;
using Pipeline.Manifest;
using Pipeline.Manifest.Records;
using Pipeline.Models;

namespace Pipeline.Training.Search;

/// <summary>Finds out which values each parameter may have, and that the option has room for them.</summary>
/// <param name="manifest">Knows where parameters stand.</param>
/// <param name="accepts">What is wrong with a value of an option; nothing where it is accepted.</param>
internal sealed class ParameterReader(
    BoundManifest<ModelFrame> manifest, Func<IReadOnlyList<string>, ManifestNode, IReadOnlyList<Problem>> accepts)
{
    /// <summary>Of a normal distribution, beyond which nothing is drawn.</summary>
    private const double MostDeviations = 8;

    private const double MostExponent = 700;
    private const int Bisections = 60;

    // What is rounded half away from zero to a whole number of a range, and to none beyond it.
    private const double AlmostHalf = 0.499999;

    private readonly List<Problem> _problems = [];
    private readonly List<(SearchParameter Parameter, string Distribution)> _found = [];

    public Validated<IReadOnlyList<(SearchParameter Parameter, string Distribution)>> Read(
        IReadOnlyDictionary<string, ParameterSpec> parameters)
    {
        ReadAll(parameters, [], "training.search.parameters");
        return _problems.Count == 0
            ? Validated.Valid<IReadOnlyList<(SearchParameter, string)>>(_found)
            : Validated.Invalid<IReadOnlyList<(SearchParameter, string)>>(_problems);
    }

    private void ReadAll(IReadOnlyDictionary<string, ParameterSpec> parameters, IReadOnlyList<string> around, string path)
    {
        foreach (var (name, spec) in parameters)
        {
            string[] keys = [.. around, .. name.Split('.')];
            var place = manifest.PathOf(spec) ?? ManifestPath.Of(path);
            if (spec.Parameters is { } inner)
                ReadAll(inner, keys, place);
            if (spec.Parameters is null || Keys(spec).Any())
                Add(new Reader(spec, keys, place, manifest.Locate(place)));
        }
    }

    private void Add(Reader reader)
    {
        if (reader.Spec.Parameters is not null)
        {
            _problems.Add(reader.Refuse("has parameters of its own, and no values beside them", null));
            return;
        }

        if (_found.Exists(known => known.Parameter.Keys.SequenceEqual(reader.Keys)))
        {
            _problems.Add(reader.Refuse("is there twice, by its dotted name and within its part", "Keep one of both."));
            return;
        }

        var read = reader.Read();
        _problems.AddRange(read.Problems);
        if (!read.TryGet(out var parameter))
            return;
        if (parameter is NumberParameter { Step: null } fractions && IsOfWholeNumbers(fractions))
        {
            _problems.Add(reader.Refuse(
                $"is {reader.Distribution}, which draws fractions, and '{parameter.Name}' takes whole numbers",
                reader.Distribution == Distributions.Uniform
                    ? $"Write distribution: {Distributions.IntUniform}."
                    : $"Write distribution: q_{reader.Distribution}."));
            return;
        }

        var wrong = parameter.Ends.Select(end => parameter.ValueOf(end))
            .SelectMany(value => accepts(parameter.Keys, value)).DistinctBy(problem => problem.Message).ToList();
        _problems.AddRange(wrong);
        if (wrong.Count > 0)
            return;
        var found = parameter is NumberParameter { Normal: not null } normal ? Narrowed(normal) : parameter;
        _found.Add((found, reader.Distribution!));
    }

    /// <summary>A number is accepted when it is rounded to a whole one, and else not.</summary>
    private bool IsOfWholeNumbers(NumberParameter parameter) => parameter.Ends.Any(end =>
        accepts(parameter.Keys, parameter.ValueOf(end)).Count > 0
        && accepts(parameter.Keys, (parameter with { Step = 1 }).ValueOf(end)).Count == 0);

    /// <summary>A normal distribution has no ends; what the option does not accept is never drawn.</summary>
    private NumberParameter Narrowed(NumberParameter parameter)
    {
        var mean = Math.Clamp(parameter.Normal!.Value.Mean, parameter.Low, parameter.High);
        return parameter with { Low = End(parameter.Low), High = End(parameter.High) };

        double End(double outer)
        {
            if (IsAccepted(outer))
                return outer;
            var (inside, outside) = (mean, outer);
            for (var step = 0; step < Bisections; step++)
            {
                var middle = (inside + outside) / 2;
                (inside, outside) = IsAccepted(middle) ? (middle, outside) : (inside, middle);
            }

            return inside;
        }

        bool IsAccepted(double coordinate) => accepts(parameter.Keys, parameter.ValueOf(coordinate)).Count == 0;
    }

    /// <summary>The keys that are written, without the distribution's name.</summary>
    private static IEnumerable<string> Keys(ParameterSpec spec)
    {
        var written = new (string Key, bool Is)[]
        {
            ("value", spec.Value is not null), ("values", spec.Values is not null),
            ("probabilities", spec.Probabilities is not null), ("min", spec.Min is not null), ("max", spec.Max is not null),
            ("mu", spec.Mu is not null), ("sigma", spec.Sigma is not null), ("q", spec.Q is not null),
        };
        return written.Where(key => key.Is).Select(key => key.Key);
    }

    /// <summary>Reads one of them.</summary>
    private sealed class Reader(ParameterSpec spec, IReadOnlyList<string> keys, string path, SourceLocation at)
    {
        private static readonly Dictionary<string, string[]> Accepted = new()
        {
            [Distributions.Constant] = ["value"],
            [Distributions.Categorical] = ["values", "probabilities"],
            [Distributions.IntUniform] = ["min", "max"],
            [Distributions.Uniform] = ["min", "max"],
            [Distributions.QUniform] = ["min", "max", "q"],
            [Distributions.LogUniform] = ["min", "max"],
            [Distributions.LogUniformValues] = ["min", "max"],
            [Distributions.QLogUniform] = ["min", "max", "q"],
            [Distributions.QLogUniformValues] = ["min", "max", "q"],
            [Distributions.InvLogUniform] = ["min", "max"],
            [Distributions.InvLogUniformValues] = ["min", "max"],
            [Distributions.Normal] = ["mu", "sigma"],
            [Distributions.QNormal] = ["mu", "sigma", "q"],
            [Distributions.LogNormal] = ["mu", "sigma"],
            [Distributions.QLogNormal] = ["mu", "sigma", "q"],
        };

        private static readonly string[] Optional = ["probabilities", "mu", "sigma", "q"];

        public ParameterSpec Spec => spec;

        public IReadOnlyList<string> Keys => keys;

        /// <summary>As it is written, else as W&amp;B infers it; null where nothing says what it is.</summary>
        public string? Distribution => spec.Distribution
            ?? (spec.Value is not null ? Distributions.Constant
            : spec.Values is not null ? Distributions.Categorical
            : spec is { Min: { } min, Max: { } max }
                ? min.Bind<long>().IsValid && max.Bind<long>().IsValid ? Distributions.IntUniform : Distributions.Uniform
            : null);

        private bool IsQuantised => Distribution!.StartsWith("q_", StringComparison.Ordinal);

        public Problem Refuse(string clause, string? hint) => at.Problem($"'{path}' {clause}.", hint);

        public Validated<SearchParameter> Read()
        {
            if (Distribution is not { } distribution)
            {
                return Invalid(Refuse(
                    "does not say which values are tried",
                    "Write values: [...], or min: and max:, or a distribution with its keys."));
            }

            var accepted = Accepted[distribution];
            var written = ParameterReader.Keys(spec).ToList();
            var wrong = written.Except(accepted).ToList();
            var missing = accepted.Except(written).Except(Optional).ToList();
            if (wrong.Count > 0 || missing.Count > 0)
            {
                var what = wrong.Count > 0 ? $"has '{wrong[0]}'" : $"lacks '{missing[0]}'";
                return Invalid(Refuse($"is {distribution}, and {what}", $"It is made of {string.Join(", ", accepted)}."));
            }

            return distribution switch
            {
                Distributions.Constant => Choice([spec.Value!]),
                Distributions.Categorical => Choice(spec.Values!),
                _ when accepted[0] == "mu" => Normal(distribution),
                _ => Range(distribution),
            };
        }

        private Validated<SearchParameter> Choice(IReadOnlyList<ManifestNode> values)
        {
            var probabilities = spec.Probabilities ?? [.. Enumerable.Repeat(1.0 / values.Count, values.Count)];
            if (probabilities.Count != values.Count)
                return Invalid(Refuse($"has {values.Count} values and {probabilities.Count} probabilities", null));
            if (probabilities.Any(share => share < 0) || Math.Abs(probabilities.Sum() - 1) > 1e-6)
                return Invalid(Refuse("has probabilities that are negative, or do not add up to 1", null));
            return Valid(new ChoiceParameter(keys, values[0], values, probabilities));
        }

        private Validated<SearchParameter> Normal(string distribution)
        {
            var (mean, deviation) = (spec.Mu ?? 0, spec.Sigma ?? 1);
            var isLog = distribution.EndsWith("log_normal", StringComparison.Ordinal);
            var most = isLog ? MostExponent : double.MaxValue;
            var place = ManifestNode.Empty(path, at);
            return Valid(new NumberParameter(
                keys, place, isLog ? NumberScale.Log : NumberScale.Linear,
                Math.Max(-most, mean - (MostDeviations * deviation)), Math.Min(most, mean + (MostDeviations * deviation)))
            {
                Normal = (mean, deviation),
                Step = Step,
            });
        }

        private Validated<SearchParameter> Range(string distribution)
        {
            var isWhole = distribution == Distributions.IntUniform;
            var (low, high) = (Number(spec.Min!, isWhole), Number(spec.Max!, isWhole));
            List<Problem> problems = [.. low.Problems, .. high.Problems];
            if (problems.Count > 0)
                return Validated.Invalid<SearchParameter>(problems);
            var (min, max) = (low.Value, high.Value);
            if (min > max)
                return Invalid(Refuse($"has a min of {spec.Min!.Text} and a max of {spec.Max!.Text}, which is less", null));
            var areValues = distribution.EndsWith("_values", StringComparison.Ordinal);
            var isLog = distribution.Contains("log", StringComparison.Ordinal);
            if (areValues && min <= 0)
                return Invalid(Refuse($"has a min of {spec.Min!.Text}, which has no logarithm", "Begin above 0."));
            if (isLog && !areValues && Math.Max(Math.Abs(min), Math.Abs(max)) > MostExponent)
            {
                return Invalid(Refuse(
                    $"has exponents beyond {MostExponent}", $"Of {distribution}_values, min and max are the values themselves."));
            }

            if (min.Equals(max) && !isLog)
                return Choice([spec.Min!]);
            var scale = !isLog ? NumberScale.Linear
                : distribution.StartsWith("inv", StringComparison.Ordinal) ? NumberScale.InverseLog
                : NumberScale.Log;
            var (from, to) = (areValues, scale) switch
            {
                (true, NumberScale.InverseLog) => (-Math.Log(max), -Math.Log(min)),
                (true, _) => (Math.Log(min), Math.Log(max)),
                _ => (min, max),
            };
            return Valid(new NumberParameter(
                keys, spec.Min!, scale, from - (isWhole ? AlmostHalf : 0), to + (isWhole ? AlmostHalf : 0))
            {
                Step = isWhole ? 1 : Step,
            });
        }

        private double? Step => IsQuantised ? spec.Q ?? 1 : null;

        private static Validated<double> Number(ManifestNode node, bool isWhole)
        {
            if (!isWhole)
                return node.Bind<double>();
            var whole = node.Bind<long>();
            return whole.TryGet(out var number) ? Validated.Valid((double)number) : Validated.Invalid<double>(whole.Problems);
        }

        private static Validated<SearchParameter> Valid(SearchParameter parameter) => Validated.Valid(parameter);

        private static Validated<SearchParameter> Invalid(Problem problem) => Validated.Invalid<SearchParameter>(problem);
    }
}
