using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pipeline.Models.Features;

/// <summary>What an input becomes before a model learns from it. It is part of the signature, and names no library.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "as")]
[JsonDerivedType(typeof(Number), "number")]
[JsonDerivedType(typeof(OneHot), "one-hot")]
[JsonDerivedType(typeof(Hash), "hash")]
[JsonDerivedType(typeof(Text), "text")]
[JsonDerivedType(typeof(TimestampParts), "timestamp-parts")]
[JsonDerivedType(typeof(Unused), "nothing")]
public abstract record Feature
{
    private Feature()
    {
    }

    private protected static string NameOf<T>(T value)
        where T : struct, Enum =>
        JsonNamingPolicy.KebabCaseLower.ConvertName($"{value}");

    /// <summary>A number, and a feature of its own that says where it is missing, if training has seen that.</summary>
    public sealed record Number : Feature
    {
        /// <summary>What stands for a missing one.</summary>
        public Imputation Missing { get; init; } = Imputation.Mean;

        /// <summary>The median or the constant that stands for a missing one; null for what the model itself knows.</summary>
        public double? Fill { get; init; }

        /// <summary>It is replaced by sign(x) ln(1 + |x|), after what is missing was filled, before it is scaled.</summary>
        public bool Log { get; init; }

        public Scale Scale { get; init; } = Scale.None;

        /// <summary>With robust scaling, the median of the train rows, which is taken away; else null.</summary>
        public double? Center { get; init; }

        /// <summary>With robust scaling, the middle half's range, or 1 for 0: what the rest is divided by; else null.</summary>
        public double? Spread { get; init; }

        /// <summary>Indicators of this many ranges at most, with as many train rows each, instead of the number.</summary>
        public int? Bins { get; init; }

        /// <summary>sign(x) ln(1 + |x|).</summary>
        public static double Logarithm(double number) => Math.CopySign(double.LogP1(Math.Abs(number)), number);

        public override string ToString() => string.Join(", ", Parts());

        private IEnumerable<string> Parts()
        {
            yield return Bins is { } bins
                ? string.Create(CultureInfo.InvariantCulture, $"indicators of up to {bins} ranges")
                : Log ? "logarithm" : "number";
            yield return Missing == Imputation.Constant
                ? string.Create(CultureInfo.InvariantCulture, $"{Fill} where missing")
                : $"{NameOf(Missing)} where missing";
            if (Scale != Scale.None)
                yield return $"scaled ({NameOf(Scale)})";
        }
    }

    /// <summary>An indicator of each category that training has seen; "missing" is one, and any other has none.</summary>
    public sealed record OneHot : Feature
    {
        /// <summary>The most frequent categories, which alone have an indicator; null where all have one.</summary>
        public IReadOnlyList<string>? Kept { get; init; }

        public override string ToString() => Kept is { } kept
            ? string.Create(CultureInfo.InvariantCulture, $"indicators of the {kept.Count} most frequent categories")
            : "indicator of each category";
    }

    /// <summary>Indicators of what values hash to: any value has one, and some share theirs.</summary>
    /// <param name="Bits">There are 2 to the power of these.</param>
    public sealed record Hash(int Bits) : Feature
    {
        public override string ToString() =>
            string.Create(CultureInfo.InvariantCulture, $"hashed to {1 << Bits} indicators");
    }

    /// <summary>How often which n-grams occur.</summary>
    public sealed record Text : Feature
    {
        /// <summary>The longest n-grams of words, with all shorter ones; 0 for none.</summary>
        public int WordNgrams { get; init; } = 2;

        /// <summary>The length of n-grams of characters; 0 for none.</summary>
        public int CharNgrams { get; init; } = 3;

        /// <summary>How many n-grams of words, and of characters, are kept at most: those that come first.</summary>
        public int MaxFeatures { get; init; } = MostFeatures;

        public Weighting Weighting { get; init; } = Weighting.Tf;

        public TextNorm Norm { get; init; } = TextNorm.L2;

        public TextCase Case { get; init; } = TextCase.Lower;

        public bool Punctuation { get; init; } = true;

        public bool Numbers { get; init; } = true;

        public bool Accents { get; init; }

        public StopWords StopWords { get; init; } = StopWords.None;

        public IReadOnlyList<string> RemoveWords { get; init; } = [];

        /// <summary>What <see cref="MaxFeatures"/> is by default, and at most.</summary>
        public const int MostFeatures = 10_000_000;

        public override string ToString() => string.Join(", ", Parts());

        private IEnumerable<string> Parts()
        {
            if (WordNgrams > 0)
                yield return WordNgrams == 1 ? "words" : $"words' 1-{WordNgrams.ToString(CultureInfo.InvariantCulture)}-grams";
            if (CharNgrams > 0)
                yield return string.Create(CultureInfo.InvariantCulture, $"characters' {CharNgrams}-grams");
            yield return NameOf(Weighting);
            if (StopWords != StopWords.None)
                yield return $"without {NameOf(StopWords)} stop words";
        }
    }

    /// <summary>Numbers of a calendar, in UTC.</summary>
    public sealed record TimestampParts : Feature
    {
        public required IReadOnlyList<TimestampPart> Parts { get; init; }

        public PartEncoding Encoding { get; init; } = PartEncoding.Number;

        /// <summary>What becomes of parts that are numbers and grow without end, as years do.</summary>
        public Scale Scale { get; init; } = Scale.None;

        /// <summary>What elapsed counts from: the first moment of the train rows; null where it is not counted.</summary>
        public DateTimeOffset? Since { get; init; }

        public override string ToString() => $"{string.Join(", ", Parts.Select(NameOf))}" + Encoding switch
        {
            PartEncoding.OneHot => " as indicators",
            PartEncoding.Cyclical => " on circles",
            _ => "",
        };
    }

    /// <summary>
    /// The model learns nothing from it, and takes it all the same: what a request has does not hang on the data.
    /// </summary>
    public sealed record Unused : Feature
    {
        public override string ToString() => "nothing";
    }
}

/// <summary>What stands for a missing number.</summary>
public enum Imputation
{
    [Description("The mean of the train rows.")]
    Mean,

    [Description("Their median.")]
    Median,

    [Description("The number that is most frequent among them.")]
    Mode,

    [Description("The number that fill has.")]
    Constant,
}

/// <summary>How a number's magnitude is changed, by figures of the train rows.</summary>
public enum Scale
{
    [Description("It stays as it is.")]
    None,

    [Description("Divided by the largest magnitude, as scikit-learn's MaxAbsScaler.")]
    MaxAbs,

    [Description("From 0 for the least to 1 for the greatest, as its MinMaxScaler.")]
    MinMax,

    [Description("Less the mean, divided by the standard deviation, as its StandardScaler.")]
    Standard,

    [Description("Less the median, divided by the range of the middle half, as its RobustScaler.")]
    Robust,

    [Description("Divided by the root of the mean square.")]
    RootMeanSquare,
}

/// <summary>What a count of n-grams weighs.</summary>
public enum Weighting
{
    [Description("How often the n-gram occurs in the text.")]
    Tf,

    [Description("The logarithm of how many texts there are for each that has it; 0 where it does not occur.")]
    Idf,

    [Description("Both, multiplied.")]
    TfIdf,
}

/// <summary>What the numbers of a text are divided by: words and characters apart.</summary>
public enum TextNorm
{
    None,
    L1,
    L2,
    Max,
}

/// <summary>What becomes of capitals.</summary>
public enum TextCase
{
    Lower,
    Upper,
    Keep,
}

/// <summary>A language's frequent words, which are left out. ML.NET's FeaturizeText knows those of English alone.</summary>
public enum StopWords
{
    None,
    English,
}
