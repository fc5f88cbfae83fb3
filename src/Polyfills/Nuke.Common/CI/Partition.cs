using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Globalization;
using System.Linq;

namespace Nuke.Common.CI;

/// <summary>One of several equal shares of the work, counted from 1 and written <c>part/total</c>.</summary>
[TypeConverter(typeof(TypeConverter))]
public class Partition
{
    /// <summary>The whole of the work.</summary>
    public static Partition Single { get; } = new() { Part = 1, Total = 1 };

    public int Part { get; set; }

    public int Total { get; set; }

    /// <summary>Whether the numbered share is this partition's; all of them are a single partition's.</summary>
    public bool IsIn(int part) => Total == 1 || part == Part;

    /// <summary>The elements that fall to this partition when they are dealt out in turn.</summary>
    public IEnumerable<T> GetCurrent<T>(IEnumerable<T> enumerable) => enumerable.Where((_, index) => index % Total == Part - 1);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Part}/{Total}");

    /// <summary>Reads <c>2/3</c> as the second of three.</summary>
    public class TypeConverter : System.ComponentModel.TypeConverter
    {
        public override bool CanConvertFrom(ITypeDescriptorContext context, Type sourceType) =>
            sourceType == typeof(string) || base.CanConvertFrom(context, sourceType);

        public override object ConvertFrom(ITypeDescriptorContext context, CultureInfo culture, object value)
        {
            if (value is not string text)
                return base.ConvertFrom(context, culture, value);

            return text.Split('/').Select(Number).ToList() is [var part and > 0, var total] && part <= total
                ? new Partition { Part = part, Total = total }
                : throw new FormatException($"'{text}' is not a partition; write the part and the total, as in 2/3.");
        }

        private static int Number(string text) =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }
}
