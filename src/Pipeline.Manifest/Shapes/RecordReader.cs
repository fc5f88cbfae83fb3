using System.Reflection;
using Pipeline.Manifest.Records;
using Pipeline.Manifest.Syntax;

namespace Pipeline.Manifest.Shapes;

/// <summary>Reads one record, its properties first, then what it says of itself.</summary>
internal sealed class RecordReader(RecordPlan plan, string path, Reading reading)
{
    private readonly Dictionary<PropertyShape, object?> _values = [];

    /// <param name="mapping">Its keys.</param>
    /// <param name="alsoKnown">Keys that are not the record's, and that are read elsewhere.</param>
    public object? Read(YamlMapping mapping, IReadOnlyList<string> alsoKnown)
    {
        var before = reading.Problems.Count;
        var isGood = true;
        foreach (var property in plan.Properties)
            isGood &= property.IsInline ? ReadInline(property, mapping) : ReadProperty(property, mapping);
        foreach (var entry in mapping.Entries.Where(x => !plan.Keys.Contains(x.Key) && !alsoKnown.Contains(x.Key)))
            UnknownKey.Report(entry, path, [.. plan.Keys, .. alsoKnown], reading);
        return isGood && reading.Problems.Count == before ? Create(mapping) : null;
    }

    private bool ReadInline(PropertyShape property, YamlMapping mapping)
    {
        _values[property] = new CriterionReader(mapping, path, reading).Read(property.IsRequired);
        return _values[property] is not null || !mapping.Entries.Any(x => CriterionGrammar.Limits.Contains(x.Key));
    }

    private bool ReadProperty(PropertyShape property, YamlMapping mapping)
    {
        var inner = ManifestPath.Key(path, property.Key);
        if (mapping.Find(property.Key) is not { } entry)
        {
            if (property.IsRequired)
                reading.Add(mapping.At.Problem($"'{inner}' is missing.", $"Accepted is {property.Shape.Accepted.TrimEnd(',')}."));
            return !property.IsRequired;
        }

        reading.Sources.Add(inner, entry.Value is YamlScalar ? entry.Value.At : entry.At);
        _values[property] = property.Shape.Read(entry.Value, inner, reading);
        return _values[property] is not null;
    }

    private object? Create(YamlMapping mapping)
    {
        try
        {
            var record = plan.Create(_values);
            reading.Sources.Add(record, path);
            return record is not IValidatedRecord validated || IsValid(validated) ? record : null;
        }
        catch (TargetInvocationException exception) when (exception.InnerException is ArgumentException refusal)
        {
            var reason = refusal.Message.Split('\n')[0].Split(" (Parameter '")[0];
            reading.Add(mapping.At.Problem($"{Reading.Subject(path)} is not accepted: {reason}"));
            return null;
        }
    }

    private bool IsValid(IValidatedRecord record)
    {
        var findings = record.Validate().ToList();
        foreach (var finding in findings)
        {
            var place = PlaceOf(finding);
            reading.Add(reading.Sources.Find(place)!.Problem($"{Reading.Subject(place)}: {finding.Message}", finding.Hint));
        }

        return findings.Count == 0;
    }

    private string PlaceOf(Finding finding)
    {
        var property = plan.Properties.FirstOrDefault(x => x.Property.Name == finding.Property);
        var place = property is null || property.IsInline ? path : ManifestPath.Key(path, property.Key);
        return finding.Item is { } item ? ManifestPath.Item(place, item) : place;
    }
}
