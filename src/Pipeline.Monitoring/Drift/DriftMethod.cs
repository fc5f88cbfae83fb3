using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Pipeline.Monitoring.Drift;

/// <summary>
/// How a column is held against its reference. In manifests and documents by the name that Evidently has for it.
/// </summary>
[JsonConverter(typeof(DriftMethodConverter))]
public enum DriftMethod
{
    /// <summary>Numbers: the largest difference of the distribution functions; its p-value is limited.</summary>
    KolmogorovSmirnov,

    /// <summary>Numbers: the area between the distribution functions, in standard deviations of the reference.</summary>
    Wasserstein,

    /// <summary>Values or bins: Pearson's statistic of a table of two rows; its p-value is limited.</summary>
    ChiSquare,

    /// <summary>Two values: the difference of the shares of one of them in standard errors; its p-value is limited.</summary>
    ZTest,

    /// <summary>Values or bins: the Jensen-Shannon distance to base 2, from 0 to 1.</summary>
    JensenShannon,

    /// <summary>Values or bins: the population stability index.</summary>
    PopulationStability,

    /// <summary>Values or bins: the total variation distance, from 0 to 1.</summary>
    TotalVariation,

    /// <summary>Values or bins: the greatest difference of a share, from 0 to 1.</summary>
    LInfinity,

    /// <summary>Free text: how far the mean number of characters is, in standard deviations of the reference.</summary>
    TextLength,
}

/// <summary>What each method is called, what it is for, and what limits it.</summary>
public static class DriftMethods
{
    /// <summary>Evidently's for a p-value, which drift is below.</summary>
    public const double TestLimit = 0.05;

    /// <summary>Evidently's for a distance, which drift is at or above.</summary>
    public const double DistanceLimit = 0.1;

    /// <summary>
    /// Evidently's 0.1 of the Jensen-Shannon distance to base e, in the distance to base 2 that is measured everywhere here.
    /// </summary>
    public const double JensenShannonLimit = 0.1201;

    /// <summary>Its p-value is what is limited, not the statistic.</summary>
    public static bool IsTest(this DriftMethod method) =>
        method is DriftMethod.KolmogorovSmirnov or DriftMethod.ChiSquare or DriftMethod.ZTest;

    /// <summary>It compares ranks or distances of numbers, and means nothing for names.</summary>
    public static bool NeedsNumbers(this DriftMethod method) =>
        method is DriftMethod.KolmogorovSmirnov or DriftMethod.Wasserstein;

    /// <summary>The limit where nobody says otherwise.</summary>
    public static double Limit(this DriftMethod method) => method switch
    {
        DriftMethod.JensenShannon => JensenShannonLimit,
        _ => method.IsTest() ? TestLimit : DistanceLimit,
    };

    /// <summary>As manifests have it: "ks".</summary>
    public static string Name(this DriftMethod method) => method switch
    {
        DriftMethod.KolmogorovSmirnov => "ks",
        DriftMethod.Wasserstein => "wasserstein",
        DriftMethod.ChiSquare => "chisquare",
        DriftMethod.ZTest => "z",
        DriftMethod.JensenShannon => "jensenshannon",
        DriftMethod.PopulationStability => "psi",
        DriftMethod.TotalVariation => "total_variation",
        DriftMethod.LInfinity => "l_infinity",
        DriftMethod.TextLength => "text_length",
        _ => throw new InvalidEnumArgumentException(nameof(method), (int)method, typeof(DriftMethod)),
    };

    /// <summary>What it measures, in a sentence: "the Wasserstein distance".</summary>
    public static string Words(this DriftMethod method) => method switch
    {
        DriftMethod.KolmogorovSmirnov => "the statistic of Kolmogorov and Smirnov",
        DriftMethod.Wasserstein => "the Wasserstein distance in standard deviations",
        DriftMethod.ChiSquare => "the chi-square statistic",
        DriftMethod.ZTest => "the z statistic of shares",
        DriftMethod.JensenShannon => "the Jensen-Shannon distance",
        DriftMethod.PopulationStability => "the population stability index",
        DriftMethod.TotalVariation => "the total variation distance",
        DriftMethod.LInfinity => "the L-infinity distance",
        DriftMethod.TextLength => "the difference of the mean length in standard deviations",
        _ => throw new InvalidEnumArgumentException(nameof(method), (int)method, typeof(DriftMethod)),
    };

    /// <summary>The method of a name, as manifests have it; null where there is none.</summary>
    public static DriftMethod? Find(string name) =>
        Enum.GetValues<DriftMethod>().Where(x => x.Name() == name).Select(x => (DriftMethod?)x).FirstOrDefault();
}

/// <summary>Methods by their names.</summary>
internal sealed class DriftMethodConverter : JsonConverter<DriftMethod>
{
    public override DriftMethod Read(
        ref System.Text.Json.Utf8JsonReader reader, Type typeToConvert, System.Text.Json.JsonSerializerOptions options) =>
        DriftMethods.Find(reader.GetString() ?? "")
        ?? throw new System.Text.Json.JsonException($"'{reader.GetString()}' is no method of drift.");

    public override void Write(
        System.Text.Json.Utf8JsonWriter writer, DriftMethod value, System.Text.Json.JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Name());
}
