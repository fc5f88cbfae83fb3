using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;
using Pipeline.Core.Identity;
using Pipeline.Manifest.Records;

namespace Pipeline.Monitoring.Costs;

/// <summary>
/// The manifest's <c>monitoring.energy</c>: what an estimate of energy assumes. The defaults are the averages of Cloud Carbon
/// Footprint for AWS, in its <c>AWS_CLOUD_CONSTANTS</c>: 0.74 W for a virtual processor at rest (<c>MIN_WATTS_AVG</c>), 3.5 W for
/// a busy one (<c>MAX_WATTS_AVG</c>), 0.000392 kWh for a GB of memory in an hour (<c>MEMORY_COEFFICIENT</c>), and a PUE of 1.135
/// (<c>PUE_AVG</c>; its <c>ON_PREMISE_CLOUD_CONSTANTS</c> have 1.58). It adds memory only beyond what its processors were
/// measured with; here all of it is added, so that the estimate is rather too high. What a kWh causes has no default: it is what
/// the grid is where the servers are.
/// </summary>
[Description("What an estimate of the servers' energy assumes.")]
public sealed record EnergySpec : IValidatedRecord
{
    [Description("What one processor draws at rest, in W; 0.74 by default.")]
    [Range(0.0, 1000.0)]
    public double WattsIdle { get; init; } = 0.74;

    [Description("What one processor draws that is busy all the time, in W; 3.5 by default.")]
    [Range(0.0, 1000.0)]
    public double WattsBusy { get; init; } = 3.5;

    [Description("What a GB of memory draws, in W; 0.392 by default.")]
    [Range(0.0, 100.0)]
    public double WattsPerGb { get; init; } = 0.392;

    [Description("What the data centre draws for each W of its servers (PUE); 1.135 by default.")]
    [Range(1.0, 10.0)]
    public double Pue { get; init; } = 1.135;

    [Description("What a kWh causes where the servers are, in g of CO2; without it no emissions are told.")]
    [Range(0.0, 5000.0)]
    public double? GramsPerKwh { get; init; }

    [Description("The country, by its three letters, as DEU.")]
    [RegularExpression("[A-Z]{3}")]
    public string? Country { get; init; }

    [Description("The region of the cloud, as eu-central-1; without it the servers are in none.")]
    [Length(1, 100)]
    public string? CloudRegion { get; init; }

    public IEnumerable<Finding> Validate()
    {
        if (WattsBusy < WattsIdle)
            yield return new Finding(nameof(WattsBusy), "A busy processor draws no less than one at rest.");
    }
}

/// <summary>
/// How much energy servers used, estimated: processors draw what they draw at rest and in proportion to how busy they are more;
/// where a server is held to no number of processors, those at rest are nobody's. Memory draws by what is resident. The rest of
/// the data centre comes on top as a factor.
/// </summary>
/// <param name="CpuKwh">Of processors, without the data centre's share.</param>
/// <param name="MemoryKwh">Of memory, without the data centre's share.</param>
/// <param name="Kwh">Of both, with it.</param>
/// <param name="Kilograms">Of CO2; null where nobody says what a kWh causes.</param>
public sealed record EnergyEstimate(
    double CpuKwh,
    double MemoryKwh,
    double Kwh,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? Kilograms)
{
    private const double Joules = 3.6e6;

    /// <summary>Null where nobody counted what servers used.</summary>
    public static EnergyEstimate? Of(Usage usage, EnergySpec assumed)
    {
        ArgumentNullException.ThrowIfNull(usage);
        ArgumentNullException.ThrowIfNull(assumed);
        if (usage.MeasuredSeconds <= 0)
            return null;
        var atRest = Math.Max(usage.ProcessorSeconds, usage.CpuSeconds);
        var cpu = ((assumed.WattsIdle * atRest) + ((assumed.WattsBusy - assumed.WattsIdle) * usage.CpuSeconds)) / Joules;
        var memory = assumed.WattsPerGb * usage.MemoryByteSeconds / 1e9 / Joules;
        var all = (cpu + memory) * assumed.Pue;
        return new EnergyEstimate(cpu, memory, all, all * assumed.GramsPerKwh / 1000);
    }
}

/// <summary>
/// Estimates day by day, in the columns of CodeCarbon's <c>emissions.csv</c> (2.4), so that its tools read them.
/// </summary>
public static class EmissionsCsv
{
    public const string FileName = "emissions.csv";

    private static readonly string[] Columns =
    [
        "timestamp", "project_name", "run_id", "duration", "emissions", "emissions_rate", "cpu_power", "gpu_power", "ram_power",
        "cpu_energy", "gpu_energy", "ram_energy", "energy_consumed", "country_name", "country_iso_code", "region",
        "cloud_provider", "cloud_region", "os", "python_version", "codecarbon_version", "cpu_count", "cpu_model", "gpu_count",
        "gpu_model", "longitude", "latitude", "ram_total_size", "tracking_mode", "on_cloud", "pue",
    ];

    /// <summary>
    /// A line for each day that was measured. Energy is in kWh, power in W, emissions in kg and the rate in kg/s; what is not
    /// known is empty. The mode is "estimate": CodeCarbon's own are "machine" and "process".
    /// </summary>
    /// <param name="book">What servers used.</param>
    /// <param name="assumed">What the estimate assumes.</param>
    /// <param name="title">Of the environment: "production of loan-default"; a run is one day of it.</param>
    /// <param name="system">The operating system that servers run on.</param>
    public static string Of(UsageBook book, EnergySpec assumed, string title, string system)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(assumed);
        var csv = new StringBuilder().AppendJoin(',', Columns).Append('\n');
        foreach (var (day, usage) in book.Days)
        {
            if (EnergyEstimate.Of(usage, assumed) is { } energy)
                csv.AppendJoin(',', Row(day, usage, energy, assumed, title, system).Select(Cell)).Append('\n');
        }

        return csv.ToString();
    }

    private static IEnumerable<string> Row(
        DateOnly day, Usage usage, EnergyEstimate energy, EnergySpec assumed, string title, string system)
    {
        var hours = usage.MeasuredSeconds / 3600;
        yield return usage.End.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
        yield return title;
        yield return Digest.OfText(string.Create(CultureInfo.InvariantCulture, $"{title} {day:yyyy-MM-dd}")).Hex[..32];
        yield return Number(usage.MeasuredSeconds);
        yield return Number(energy.Kilograms);
        yield return Number(energy.Kilograms / usage.MeasuredSeconds);
        yield return Number(energy.CpuKwh * 1000 / hours);
        yield return "0";
        yield return Number(energy.MemoryKwh * 1000 / hours);
        yield return Number(energy.CpuKwh);
        yield return "0";
        yield return Number(energy.MemoryKwh);
        yield return Number(energy.Kwh);
        yield return "";
        yield return assumed.Country ?? "";
        yield return "";
        yield return "";
        yield return assumed.CloudRegion ?? "";
        yield return system;
        yield return "";
        yield return "";
        yield return usage.ProcessorSeconds > 0 ? Number(usage.ProcessorSeconds / usage.Seconds) : "";
        foreach (var unknown in Enumerable.Repeat("", 5))
            yield return unknown;
        yield return Number(usage.MeanMemoryBytes / 1e9);
        yield return "estimate";
        yield return assumed.CloudRegion is null ? "N" : "Y";
        yield return Number(assumed.Pue);
    }

    private static string Number(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "";

    private static string Cell(string text) => text.AsSpan().IndexOfAny("\",\r\n") < 0
        ? text
        : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
