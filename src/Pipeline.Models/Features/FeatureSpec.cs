using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Pipeline.Core.Problems;

namespace Pipeline.Models.Features;

/// <summary>
/// What somebody wants of one column, in the words of the manifest's <c>training.features</c>. What is null follows from the
/// column's type and the trainer.
/// </summary>
public record FeatureSpec
{
    [Description("What the column becomes; by default what its type implies.")]
    public FeatureKind? As { get; init; }

    [Description("Of a number: what stands for a missing one; mean by default.")]
    public Imputation? Missing { get; init; }

    [Description("With missing: constant, the number that stands for a missing one.")]
    public double? Fill { get; init; }

    [Description("Of a number: sign(x) ln(1 + |x|) instead, before it is scaled.")]
    public bool? Log { get; init; }

    [Description("Of a number: how it is scaled; as the trainer needs it by default.")]
    public Scale? Scale { get; init; }

    [Description("Of a number: indicators of this many ranges at most, with as many train rows each, instead of it.")]
    [Range(2, 1_024)]
    public int? Bins { get; init; }

    [Description("Of a category: with more of them it is hashed, or, as one-hot, only the most frequent ones count; 1000.")]
    [Range(2, 1_000_000)]
    public int? MaxCategories { get; init; }

    [Description("Of what is hashed: there are 2 to the power of these indicators; 14 by default.")]
    [Range(1, 22)]
    public int? Bits { get; init; }

    [Description("Of a timestamp: year, month, day, day-of-week and hour by default.")]
    public IReadOnlyList<TimestampPart>? Parts { get; init; }

    [Description("Of a timestamp's parts: number, one-hot or cyclical; as the trainer needs them by default.")]
    public PartEncoding? Encoding { get; init; }

    [Description("Of a text: the longest n-grams of words, with all shorter ones; 2 by default, 0 for none.")]
    [Range(0, 10)]
    public int? WordNgrams { get; init; }

    [Description("Of a text: the length of n-grams of characters; 3 by default, 0 for none.")]
    [Range(0, 10)]
    public int? CharNgrams { get; init; }

    [Description("Of a text: how many n-grams of words, and of characters, are kept at most, those that come first.")]
    [Range(1, Feature.Text.MostFeatures)]
    public int? MaxFeatures { get; init; }

    [Description("Of a text: what a count of n-grams weighs; tf by default.")]
    public Weighting? Weighting { get; init; }

    [Description("Of a text: what its numbers are divided by; l2 by default.")]
    public TextNorm? Norm { get; init; }

    [Description("Of a text: what becomes of capitals; lower by default.")]
    public TextCase? Case { get; init; }

    [Description("Of a text: whether punctuation stays; true by default.")]
    public bool? Punctuation { get; init; }

    [Description("Of a text: whether digits stay; true by default.")]
    public bool? Numbers { get; init; }

    [Description("Of a text: whether accents stay; false by default.")]
    public bool? Accents { get; init; }

    [Description("Of a text: whose stop words are left out, none or english; none by default.")]
    public StopWords? StopWords { get; init; }

    [Description("Of a text: words that are left out, instead of stop-words.")]
    [Length(1, 10_000)]
    public IReadOnlyList<string>? RemoveWords { get; init; }
}

/// <summary>What a column may be made.</summary>
public enum FeatureKind
{
    [Description("A number, scaled or in ranges.")]
    Number,

    [Description("An indicator of each category.")]
    OneHot,

    [Description("Indicators of what its values hash to.")]
    Hash,

    [Description("N-grams of words and characters.")]
    Text,

    [Description("Numbers of a calendar.")]
    TimestampParts,
}

/// <summary>Columns whose values count together, as <c>city</c> and <c>job</c> do where neither alone says much.</summary>
public record CrossSpec
{
    [Description("Categories and booleans; a missing value is one of them.")]
    [Length(2, 10)]
    public required IReadOnlyList<string> Of { get; init; }

    [Description("There are 2 to the power of these indicators.")]
    [Range(1, 22)]
    public int Bits { get; init; } = FeaturePlan.UsualBits;
}

/// <summary>What somebody wants of the columns that a model learns from; what is not said follows from their types.</summary>
public sealed record FeatureWishes
{
    public static FeatureWishes None { get; } = new();

    public IReadOnlyDictionary<string, FeatureSpec> Columns { get; init; } = new Dictionary<string, FeatureSpec>();

    public IReadOnlyList<CrossSpec> Crosses { get; init; } = [];

    /// <summary>
    /// Where something stands that the wishes are read from: keys, and places in lists counted from 0, such as "features",
    /// "city", "bits". What is not written is where the nearest thing around it is. Default: nowhere.
    /// </summary>
    public Func<IReadOnlyList<object>, SourceLocation> Locate { get; init; } = _ => new SourceLocation("");
}

/// <summary>What a trainer needs of features where nobody says otherwise.</summary>
public sealed record FeatureNeeds
{
    /// <summary>Of a trainer to which magnitudes do not matter, as of trees.</summary>
    public static FeatureNeeds Nothing { get; } = new();

    public Scale Scale { get; init; } = Scale.None;

    /// <summary>Of a trainer that learns from indicators alone: into how many ranges numbers are divided at most.</summary>
    public int? Bins { get; init; }

    public PartEncoding Parts { get; init; } = PartEncoding.Number;
}
