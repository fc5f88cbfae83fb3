using System;
using System.Collections;
using System.Globalization;
using System.IO;
using System.Text;
using System.Text.Json;
using Scriban.Runtime;
using Scriban.Syntax;

namespace Scriban.Functions;

/// <summary>Values as text, and back.</summary>
internal static class ObjectTexts
{
    public static string Format(TemplateContext context, ScriptNode caller, object value, string format, string culture = null)
    {
        if (value is null)
            return string.Empty;
        if (value is not IFormattable formattable)
            throw caller.Error($"The value of `{caller.Text}` is {TypeNames.Of(value)}, which has no format.");

        var wanted = culture is null ? context.CurrentCulture : CultureInfo.GetCultureInfo(culture);
        return formattable.ToString(format, wanted);
    }

    public static string ToJson(TemplateContext context, ScriptNode caller, object value)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            Write(context, caller, writer, value);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    public static object FromJson(ScriptNode caller, string json)
    {
        if (string.IsNullOrWhiteSpace(json))
            return null;

        try
        {
            using var document = JsonDocument.Parse(json);
            return JsonValues.Of(document.RootElement);
        }
        catch (JsonException failure)
        {
            throw new ScriptRuntimeException(caller.Span, failure.Message, failure);
        }
    }

    private static void Write(TemplateContext context, ScriptNode caller, Utf8JsonWriter writer, object value)
    {
        if (writer.CurrentDepth > context.ObjectRecursionLimit && context.ObjectRecursionLimit > 0)
            throw caller.Error($"A value nests deeper than the limit of {context.ObjectRecursionLimit} levels.");
        context.CheckLength(caller, writer.BytesCommitted + writer.BytesPending);

        if (value is null or IScriptCustomFunction or EmptyScriptObject)
            writer.WriteNullValue();
        else if (value is string or bool or DateTime || Numbers.IsNumber(value))
            JsonSerializer.Serialize(writer, value is System.Numerics.BigInteger ? Numbers.ToDouble(value) : value);
        else if (value is IEnumerable list and not (IScriptObject or IDictionary))
            WriteItems(context, caller, writer, list);
        else
            WriteMembers(context, caller, writer, value);
    }

    private static void WriteItems(TemplateContext context, ScriptNode caller, Utf8JsonWriter writer, IEnumerable list)
    {
        writer.WriteStartArray();
        foreach (var item in Enumeration.Bounded(context, caller, list))
            Write(context, caller, writer, item);
        writer.WriteEndArray();
    }

    private static void WriteMembers(TemplateContext context, ScriptNode caller, Utf8JsonWriter writer, object owner)
    {
        writer.WriteStartObject();
        foreach (var name in Members.Names(context, owner))
        {
            writer.WritePropertyName(name);
            Write(context, caller, writer, Members.Get(context, caller, owner, name));
        }

        writer.WriteEndObject();
    }
}
