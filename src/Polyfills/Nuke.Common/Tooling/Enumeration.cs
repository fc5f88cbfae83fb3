using System;
using System.ComponentModel;
using System.Globalization;
using System.Linq;
using System.Reflection;

namespace Nuke.Common.Tooling;

/// <summary>A choice among named values, which are the static fields of the deriving type.</summary>
public abstract class Enumeration
{
    protected string Value { get; set; }

    public static implicit operator string(Enumeration value) => value?.Value;

    public static bool operator ==(Enumeration a, Enumeration b) => a is null ? b is null : a.Equals(b);

    public static bool operator !=(Enumeration a, Enumeration b) => !(a == b);

    protected bool Equals(Enumeration other) =>
        other is not null && other.GetType() == GetType() && string.Equals(Value, other.Value, StringComparison.Ordinal);

    public override bool Equals(object obj) => obj is Enumeration other && Equals(other);

    public override int GetHashCode() => Value?.GetHashCode(StringComparison.Ordinal) ?? 0;

    public override string ToString() => Value;

    /// <summary>Reads a value from the name of its field, or from its text, in any case.</summary>
    public class TypeConverter<T> : TypeConverter
    {
        public override bool CanConvertFrom(ITypeDescriptorContext context, Type sourceType) =>
            sourceType == typeof(string) || base.CanConvertFrom(context, sourceType);

        public override object ConvertFrom(ITypeDescriptorContext context, CultureInfo culture, object value)
        {
            if (value is not string text)
                return value == null ? null : base.ConvertFrom(context, culture, value);
            var fields = typeof(T).GetFields(BindingFlags.Public | BindingFlags.Static)
                .Where(x => x.FieldType == typeof(T))
                .ToList();
            var field = fields.FirstOrDefault(x => IsNamed(x, text));
            return field != null
                ? field.GetValue(null)
                : throw new FormatException($"'{text}' is none of {string.Join(", ", fields.Select(x => x.Name))}.");
        }

        private static bool IsNamed(FieldInfo field, string text) =>
            string.Equals(field.Name, text, StringComparison.OrdinalIgnoreCase) ||
               string.Equals(field.GetValue(null)?.ToString(), text, StringComparison.OrdinalIgnoreCase);
    }
}
