using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Pipeline.Core.Problems;
using Pipeline.Models.Documents;
using Pipeline.Models.Tables;

namespace Pipeline.Models.Features;

/// <summary>
/// What each column becomes, and why: the one place that decides it, of a profile for people to see, and of the train rows.
/// </summary>
/// <param name="Columns">In the order of the data.</param>
/// <param name="Crosses">Features of several columns.</param>
public sealed record FeaturePlan(IReadOnlyList<PlannedFeature> Columns, IReadOnlyList<FeatureCross> Crosses)
{
    /// <summary>
    /// More are hashed. Below, an indicator each costs no more time than a hash and tells values better apart; it is also where a
    /// column whose type nobody declares is no category any more.
    /// </summary>
    public const int UsualCategories = 1_000;

    /// <summary>Of what is hashed: with fewer, collisions cost a linear model much; more cost memory and bring little.</summary>
    public const int UsualBits = 14;

    private static readonly Dictionary<DataType, FeatureKind[]> Kinds = new()
    {
        [DataType.Number] = [FeatureKind.Number],
        [DataType.Integer] = [FeatureKind.Number],
        [DataType.Boolean] = [FeatureKind.OneHot],
        [DataType.Category] = [FeatureKind.OneHot, FeatureKind.Hash, FeatureKind.Text],
        [DataType.Text] = [FeatureKind.Text, FeatureKind.Hash],
        [DataType.Timestamp] = [FeatureKind.TimestampParts],
    };

    /// <summary>The first is what a type implies.</summary>
    private static readonly Dictionary<FeatureKind, string[]> Options = new()
    {
        [FeatureKind.Number] =
        [
            nameof(FeatureSpec.Missing), nameof(FeatureSpec.Fill), nameof(FeatureSpec.Log), nameof(FeatureSpec.Scale),
            nameof(FeatureSpec.Bins),
        ],
        [FeatureKind.OneHot] = [nameof(FeatureSpec.MaxCategories)],
        [FeatureKind.Hash] = [nameof(FeatureSpec.Bits)],
        [FeatureKind.TimestampParts] =
            [nameof(FeatureSpec.Parts), nameof(FeatureSpec.Encoding), nameof(FeatureSpec.Scale)],
        [FeatureKind.Text] =
        [
            nameof(FeatureSpec.WordNgrams), nameof(FeatureSpec.CharNgrams), nameof(FeatureSpec.MaxFeatures),
            nameof(FeatureSpec.Weighting), nameof(FeatureSpec.Norm), nameof(FeatureSpec.Case), nameof(FeatureSpec.Punctuation),
            nameof(FeatureSpec.Numbers), nameof(FeatureSpec.Accents), nameof(FeatureSpec.StopWords),
            nameof(FeatureSpec.RemoveWords),
        ],
    };

    private static readonly TimestampPart[] UsualParts =
        [TimestampPart.Year, TimestampPart.Month, TimestampPart.Day, TimestampPart.DayOfWeek, TimestampPart.Hour];

    /// <summary>
    /// A wish for a column that is not there or of another type, options that do not belong together, a cross of what has no
    /// categories, and a text without words are problems where the wishes stand.
    /// </summary>
    /// <param name="columns">Those that a model may learn from.</param>
    /// <param name="wishes">What a manifest says of them.</param>
    /// <param name="needs">What the trainer needs where the wishes say nothing.</param>
    internal static Validated<FeaturePlan> Of(
        IReadOnlyList<ColumnFacts> columns, FeatureWishes wishes, FeatureNeeds needs)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(wishes);
        ArgumentNullException.ThrowIfNull(needs);
        var planner = new Planner(columns, wishes, needs);
        var plan = planner.Plan();
        return planner.Problems.Count == 0 ? Validated.Valid(plan) : Validated.Invalid<FeaturePlan>(planner.Problems);
    }

    /// <summary>Of the rows that a model learns from.</summary>
    public static Validated<FeaturePlan> Of(TrainingSet set, FeatureNeeds needs)
    {
        ArgumentNullException.ThrowIfNull(set);
        var columns = set.Rows.Without(set.Label).Columns
            .Select(column => ColumnFacts.Of(column, set.Declared.InputOf(column).DataType)).ToList();
        return Of(columns, set.Features, needs);
    }

    /// <summary>Of a profile: what training will make of the columns, as far as all rows tell.</summary>
    /// <param name="profile">Of all columns.</param>
    /// <param name="left">Columns that a model does not learn from: the label, and what is ignored.</param>
    /// <param name="wishes">What a manifest says of them.</param>
    /// <param name="needs">What the trainer needs where the wishes say nothing.</param>
    public static Validated<FeaturePlan> Of(
        ProfileDocument profile, IReadOnlyCollection<string> left, FeatureWishes wishes, FeatureNeeds needs)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(left);
        var columns = profile.Columns.Where(column => !left.Contains(column.Name));
        return Of([.. columns.Select(column => ColumnFacts.Of(column, column.Type))], wishes, needs);
    }

    /// <summary>The inputs of a model that learned from these columns by this plan.</summary>
    public IReadOnlyList<ModelInput> Inputs(Table features, InputDeclarations declared)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(declared);
        return [.. Columns.Select(planned =>
        {
            var input = declared.InputOf(features[planned.Column]);
            // Of what is hashed or taken apart no value is unseen, and nobody wants a hundred thousand names in a signature.
            var isOpen = planned.Becomes is Feature.Hash or Feature.Text;
            return input with { Feature = planned.Becomes, Categories = isOpen ? null : input.Categories };
        })];
    }

    /// <summary>What was made of the plan.</summary>
    /// <param name="slots">How many numbers the model has of each column and cross, by name; 0 of one that is not there.</param>
    public IReadOnlyList<TrainedFeature> Trained(IReadOnlyDictionary<string, int> slots) =>
    [
        .. Columns.Select(planned => new TrainedFeature(
            planned.Column, $"{planned.Becomes}", planned.Why, slots.GetValueOrDefault(planned.Column))),
        .. Crosses.Select(cross => new TrainedFeature(
            cross.Name, $"{cross}", "as asked for", slots.GetValueOrDefault(cross.Name))),
    ];

    private sealed class Planner(IReadOnlyList<ColumnFacts> columns, FeatureWishes wishes, FeatureNeeds needs)
    {
        private const double Half = 0.5;

        /// <summary>Where nothing varies, a model still learns how frequent the answers are.</summary>
        private readonly bool _isSomethingElse = columns.Any(column => !column.IsConstant);

        private readonly Dictionary<string, ColumnFacts> _byName = columns.ToDictionary(column => column.Name);

        public List<Problem> Problems { get; } = [];

        public FeaturePlan Plan()
        {
            foreach (var name in wishes.Columns.Keys.Where(name => !_byName.ContainsKey(name)))
                Refuse($"'{name}' is no column that the model learns from.", Hint(name), "features", name);
            var planned = columns.Select(Plan).OfType<PlannedFeature>().ToList();
            for (var index = 0; index < wishes.Crosses.Count; index++)
                Check(wishes.Crosses[index], index);
            return new FeaturePlan(planned, [.. wishes.Crosses.Select(cross => new FeatureCross(cross.Of, cross.Bits))]);
        }

        private PlannedFeature? Plan(ColumnFacts column)
        {
            var spec = wishes.Columns.GetValueOrDefault(column.Name);
            if (!Kinds.TryGetValue(column.Type, out var kinds))
                return null;
            if (spec?.As is { } asked && !kinds.Contains(asked))
            {
                Refuse(
                    $"'{column.Name}' is {Words(column.Type)}, which does not become {NameOf(asked)}; "
                    + $"{string.Join(", ", kinds.Select(NameOf))} is accepted.",
                    asked is FeatureKind.OneHot or FeatureKind.Hash && kinds is [FeatureKind.Number] or [FeatureKind.Text, ..]
                        ? "Declare it as a category in data.columns." : null,
                    "features", column.Name, "as");
                return null;
            }

            var (kind, why) = Kind(column, spec, kinds[0]);
            return Suits(column, spec, kind) ? Plan(column, spec ?? new FeatureSpec(), kind, why) : null;
        }

        private static (FeatureKind Kind, string Why) Kind(ColumnFacts column, FeatureSpec? spec, FeatureKind implied)
        {
            if (spec?.As is { } asked)
                return (asked, "as asked for");
            var most = spec?.MaxCategories ?? UsualCategories;
            if (spec?.Bits is not null && column.Type == DataType.Category)
                return (FeatureKind.Hash, "bits are asked for");
            return column.Type == DataType.Category && column.Distinct > most
                ? (FeatureKind.Hash, $"{Categories(column)}, more than {most.ToString(CultureInfo.InvariantCulture)}")
                : (implied, column.Type == DataType.Category ? Categories(column) : Words(column.Type));
        }

        private static string Categories(ColumnFacts column) => column.Distinct == 1
            ? "1 category"
            : $"{column.Distinct.ToString(CultureInfo.InvariantCulture)} categories";

        private PlannedFeature? Plan(ColumnFacts column, FeatureSpec spec, FeatureKind kind, string why)
        {
            if (column.Type == DataType.Text && column.HasDecimalCommas && spec.As is null)
            {
                return Refuse(
                    $"'{column.Name}' is read as a text, and its values are numbers with a decimal comma; "
                    + "write them with a point.",
                    null, "features", column.Name);
            }

            if (kind == FeatureKind.Text && !column.HasWords)
            {
                return Refuse(
                    $"'{column.Name}' is to become n-grams, and no row to learn from has a word in it.",
                    "Add it to data.ignore.", "features", column.Name);
            }

            if (column.IsConstant && _isSomethingElse)
            {
                return new PlannedFeature(
                    column.Name, new Feature.Unused(), column.Distinct == 0 ? "it has no value" : "it is the same in every row");
            }

            return new PlannedFeature(column.Name, Feature(column, spec, kind), why);
        }

        private Feature Feature(ColumnFacts column, FeatureSpec spec, FeatureKind kind) => kind switch
        {
            FeatureKind.Number => Number(column, spec),
            FeatureKind.OneHot => new Feature.OneHot
            {
                Kept = spec.MaxCategories is { } most && column.Distinct > most ? column.MostFrequent(most) : null,
            },
            FeatureKind.Hash => new Feature.Hash(spec.Bits ?? UsualBits),
            FeatureKind.Text => Text(spec),
            FeatureKind.TimestampParts => Parts(column, spec),
            _ => throw new UnreachableException(),
        };

        private Feature.Number Number(ColumnFacts column, FeatureSpec spec)
        {
            var bins = spec.Bins ?? (spec.Scale is null ? needs.Bins : null);
            return new Feature.Number
            {
                Missing = spec.Missing ?? Imputation.Mean,
                Fill = spec.Missing switch
                {
                    Imputation.Median => column.Quantile(Half, isLog: false),
                    Imputation.Constant => spec.Fill,
                    _ => null,
                },
                Log = spec.Log ?? false,
                Scale = bins is null ? spec.Scale ?? needs.Scale : Scale.None,
                Bins = bins,
                Center = spec.Scale == Scale.Robust ? column.Quantile(Half, spec.Log ?? false) : null,
                Spread = spec.Scale == Scale.Robust ? MiddleHalf(column, spec.Log ?? false) : null,
            };
        }

        /// <summary>As scikit-learn's RobustScaler has it: what does not differ is not divided.</summary>
        private static double MiddleHalf(ColumnFacts column, bool isLog) =>
            column.Quantile(1 - (Half / 2), isLog) - column.Quantile(Half / 2, isLog) is var range and not 0 ? range : 1;

        private static Feature.Text Text(FeatureSpec spec)
        {
            var usual = new Feature.Text();
            return usual with
            {
                WordNgrams = spec.WordNgrams ?? usual.WordNgrams,
                CharNgrams = spec.CharNgrams ?? usual.CharNgrams,
                MaxFeatures = spec.MaxFeatures ?? usual.MaxFeatures,
                Weighting = spec.Weighting ?? usual.Weighting,
                Norm = spec.Norm ?? usual.Norm,
                Case = spec.Case ?? usual.Case,
                Punctuation = spec.Punctuation ?? usual.Punctuation,
                Numbers = spec.Numbers ?? usual.Numbers,
                Accents = spec.Accents ?? usual.Accents,
                StopWords = spec.StopWords ?? usual.StopWords,
                RemoveWords = spec.RemoveWords ?? usual.RemoveWords,
            };
        }

        private Feature.TimestampParts Parts(ColumnFacts column, FeatureSpec spec)
        {
            IReadOnlyList<TimestampPart> parts = spec.Parts is { Count: > 0 } asked ? [.. asked.Distinct()] : UsualParts;
            return new Feature.TimestampParts
            {
                Parts = parts,
                Encoding = spec.Encoding ?? needs.Parts,
                Scale = spec.Scale ?? needs.Scale,
                Since = parts.Contains(TimestampPart.Elapsed) ? column.First() : null,
            };
        }

        /// <summary>Every option that is given is one of the kind, and goes with the others.</summary>
        private bool Suits(ColumnFacts column, FeatureSpec? spec, FeatureKind kind)
        {
            if (spec is null)
                return true;
            var before = Problems.Count;
            var given = typeof(FeatureSpec).GetProperties()
                .Where(property => property.Name != nameof(FeatureSpec.As) && property.GetValue(spec) is not null)
                .Select(property => property.Name).ToList();
            // How many categories are too many is what decides between the two.
            string[] decided = spec.As is null && column.Type == DataType.Category
                ? [nameof(FeatureSpec.MaxCategories), nameof(FeatureSpec.Bits)] : [];
            foreach (var option in given.Except([.. Options[kind], .. decided]))
            {
                var accepted = Options[kind].Select(KeyOf);
                Refuse(
                    $"'{column.Name}' becomes {NameOf(kind)}, and {KeyOf(option)} is no option of that; "
                    + $"{string.Join(", ", accepted)} {(Options[kind].Length == 1 ? "is" : "are")} accepted.",
                    null, "features", column.Name, KeyOf(option));
            }

            if (Contradiction(spec, kind) is { } sentence)
                Refuse($"'{column.Name}' {sentence}", null, "features", column.Name);
            return Problems.Count == before;
        }

        private static string? Contradiction(FeatureSpec spec, FeatureKind kind) => spec switch
        {
            { Missing: Imputation.Constant, Fill: null } => "has missing: constant without fill; a number is accepted there.",
            { Fill: not null, Missing: not Imputation.Constant } => "has fill, which goes with missing: constant alone.",
            { Scale: Scale.Robust } when kind == FeatureKind.TimestampParts =>
                "has scale: robust, which numbers have alone; the others are accepted.",
            { Bins: not null, Scale: not null } => "has bins and scale; indicators of ranges are not scaled.",
            { StopWords: not null and not Features.StopWords.None, RemoveWords: not null } =>
                "has stop-words and remove-words; one of them is accepted.",
            _ when kind == FeatureKind.Text && spec is { WordNgrams: 0, CharNgrams: 0 } =>
                "becomes text without n-grams of words or of characters; one of the two is above 0.",
            _ when spec.Parts is { Count: 0 } => "becomes no part of a timestamp; at least one is accepted.",
            _ => null,
        };

        private void Check(CrossSpec cross, int index)
        {
            for (var at = 0; at < cross.Of.Count; at++)
            {
                var name = cross.Of[at];
                if (!_byName.TryGetValue(name, out var column))
                    Refuse($"'{name}' is no column that the model learns from.", Hint(name), "crosses", index, at);
                else if (column.Type is not (DataType.Category or DataType.Boolean))
                {
                    Refuse(
                        $"A cross is of categories and booleans, and '{name}' is {Words(column.Type)}.", null,
                        "crosses", index, at);
                }
            }

            if (cross.Of.Distinct().Count() != cross.Of.Count)
                Refuse("A cross has a column twice.", null, "crosses", index);
        }

        private string Hint(string name) => NearestNames.Hint(name, _byName.Keys);

        private PlannedFeature? Refuse(string message, string? hint, params object[] place)
        {
            Problems.Add(wishes.Locate(place).Problem(message, hint));
            return null;
        }

        private static string NameOf(FeatureKind kind) => KeyOf($"{kind}");

        private static string KeyOf(string name) => JsonNamingPolicy.KebabCaseLower.ConvertName(name);

        private static string Words(DataType type) => type switch
        {
            DataType.Number => "a number",
            DataType.Integer => "a whole number",
            DataType.Boolean => "a boolean",
            DataType.Category => "a category",
            DataType.Text => "a text",
            DataType.Timestamp => "a timestamp",
            _ => "an identifier",
        };
    }
}

/// <param name="Column">As in the data.</param>
/// <param name="Becomes">What a model learns from instead.</param>
/// <param name="Why">In a few words: "1312 categories, more than 1000".</param>
public sealed record PlannedFeature(string Column, Feature Becomes, string Why);

/// <summary>Categories of several columns that count together: indicators of what they hash to.</summary>
/// <param name="Columns">Of the inputs.</param>
/// <param name="Bits">There are 2 to the power of these.</param>
public sealed record FeatureCross(IReadOnlyList<string> Columns, int Bits)
{
    /// <summary>"city x job".</summary>
    public string Name => string.Join(" x ", Columns);

    public override string ToString() => new Feature.Hash(Bits).ToString();
}
