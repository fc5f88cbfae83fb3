using System.Reflection;
using Pipeline.Core.Checks;

namespace Pipeline.Manifest.Shapes;

/// <summary>How a record is put together: through its constructor's parameters, then its other properties.</summary>
internal sealed class RecordPlan
{
    private readonly ConstructorInfo _constructor;

    public RecordPlan(Type type)
    {
        _constructor = type.GetConstructors().MinBy(x => x.GetParameters().Length)
            ?? throw new InvalidOperationException($"{type.Name} has no public constructor, so that no manifest can fill it.");
        var parameters = _constructor.GetParameters();
        Properties = [.. Declared(type)
            .Select(x => (Property: x, Parameter: parameters.FirstOrDefault(y => Sets(y, x))))
            .Where(x => x.Parameter is not null || x.Property.SetMethod is { IsPublic: true })
            .Select(x => new PropertyShape(x.Property, x.Parameter))];
        if (Array.Find(parameters, x => !Properties.Any(y => y.Parameter == x)) is { } stray)
            throw new InvalidOperationException($"{type.Name} has no property for its parameter '{stray.Name}'.");
        if (Properties.FirstOrDefault(x => x.IsInline && x.Property.PropertyType != typeof(Criterion)) is { } inline)
            throw new InvalidOperationException($"{type.Name}.{inline.Property.Name} is inline, which only a criterion can be.");
        var keys = Properties.Where(x => !x.IsInline).Select(x => x.Key).ToList();
        Keys = Inline is null ? keys : [.. keys, .. CriterionGrammar.Keys];
        if (Keys.Distinct().Count() < Keys.Count)
            throw new InvalidOperationException($"{type.Name} has two properties with the same key.");
    }

    public IReadOnlyList<PropertyShape> Properties { get; }

    public IReadOnlyList<string> Keys { get; }

    public PropertyShape? Inline => Properties.SingleOrDefault(x => x.IsInline);

    /// <exception cref="TargetInvocationException">The record refuses a value.</exception>
    public object Create(IReadOnlyDictionary<PropertyShape, object?> values)
    {
        var parameters = _constructor.GetParameters().Select(x => Argument(x, values)).ToArray();
        var record = _constructor.Invoke(parameters);
        foreach (var (property, value) in values.Where(x => x.Key.Parameter is null && x.Value is not null))
            property.Property.SetValue(record, value);
        return record;
    }

    private static object? Argument(ParameterInfo parameter, IReadOnlyDictionary<PropertyShape, object?> values)
    {
        var value = values.FirstOrDefault(x => x.Key.Parameter == parameter).Value;
        return value ?? (parameter.HasDefaultValue ? parameter.DefaultValue : null);
    }

    /// <summary>Those of the root first, each in the order of its declaration.</summary>
    private static IEnumerable<PropertyInfo> Declared(Type? type)
    {
        const BindingFlags own = BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        return type is null || type == typeof(object) ? [] :
        [
            .. Declared(type.BaseType),
            .. type.GetProperties(own).Where(x => x.GetMethod is { } get && get.GetBaseDefinition() == get),
        ];
    }

    private static bool Sets(ParameterInfo parameter, PropertyInfo property) =>
        string.Equals(parameter.Name, property.Name, StringComparison.OrdinalIgnoreCase)
        && parameter.ParameterType == property.PropertyType;
}
