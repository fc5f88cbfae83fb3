using System.ComponentModel;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Pipeline.Manifest.Records;

namespace Pipeline.Manifest.Shapes;

/// <summary>One property of a record, under its key.</summary>
internal sealed class PropertyShape
{
    private readonly Lazy<Shape> _shape;

    public PropertyShape(PropertyInfo property, ParameterInfo? parameter)
    {
        Property = property;
        Parameter = parameter;
        Key = property.GetCustomAttribute<ManifestKeyAttribute>()?.Name
            ?? JsonNamingPolicy.KebabCaseLower.ConvertName(property.Name);
        IsInline = property.IsDefined(typeof(InlineAttribute));
        IsRequired = parameter is null ? property.IsDefined(typeof(RequiredMemberAttribute)) : !parameter.HasDefaultValue;
        Description = property.GetCustomAttribute<DescriptionAttribute>()?.Description;
        _shape = new Lazy<Shape>(() => ShapeFactory.Of(property.PropertyType, Constraints.Of(property)));
    }

    public PropertyInfo Property { get; }

    /// <summary>Of a positional record, the parameter that sets this property.</summary>
    public ParameterInfo? Parameter { get; }

    public string Key { get; }

    public bool IsInline { get; }

    public bool IsRequired { get; }

    public string? Description { get; }

    public Shape Shape => _shape.Value;
}
