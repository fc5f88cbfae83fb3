using System;
using System.Collections.Generic;
using System.Reflection;
using System.Text.Json;
using Scriban.Parsing;

namespace Scriban.Runtime;

public static class ScriptObjectExtensions
{
    private const BindingFlags PublicStatic = BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static bool TryGetValue(this IScriptObject @this, string key, out object value) =>
        @this.TryGetValue(null, default, key, out value);

    public static void SetValue(this IScriptObject @this, string member, object value, bool readOnly)
    {
        if (!@this.TrySetValue(null, default, member, value, readOnly))
            throw new InvalidOperationException($"The member `{member}` is read-only.");
    }

    public static void Import(this IScriptObject @this, IScriptObject other)
    {
        ArgumentNullException.ThrowIfNull(other);
        foreach (var name in other.GetMembers())
        {
            if (other.TryGetValue(name, out var value))
                @this.SetValue(name, value, readOnly: false);
        }
    }

    public static void Import(this IScriptObject script, JsonElement json)
    {
        foreach (var member in json.EnumerateObject())
            script.SetValue(member.Name, JsonValues.Of(member.Value), readOnly: false);
    }

    public static void Import(this IScriptObject script, string member, Delegate function)
    {
        ArgumentNullException.ThrowIfNull(function);
        script.SetValue(member, new MethodFunction(function.Target, function.Method), readOnly: false);
    }

    /// <summary>The members of an object or dictionary, or the static methods of a type.</summary>
    public static void Import(
        this IScriptObject script, object obj, MemberFilterDelegate filter = null, MemberRenamerDelegate renamer = null)
    {
        if (obj is null)
            return;

        if (obj is Type type)
            ImportStatic(script, type, filter, renamer ?? StandardMemberRenamer.Default);
        else if (obj is JsonElement json)
            Import(script, json);
        else if (obj is IScriptObject other)
            Import(script, other);
        else if (obj is IDictionary<string, object> dictionary)
            ImportDictionary(script, dictionary);
        else
            ImportObject(script, obj, new MemberMap(obj.GetType(), filter, renamer ?? StandardMemberRenamer.Default));
    }

    private static void ImportDictionary(IScriptObject script, IDictionary<string, object> dictionary)
    {
        foreach (var (name, value) in dictionary)
            script.SetValue(name, value, readOnly: false);
    }

    private static void ImportObject(IScriptObject script, object obj, MemberMap members)
    {
        foreach (var name in members.Names)
            script.SetValue(name, members.Get(obj, name), readOnly: false);
    }

    private static void ImportStatic(IScriptObject script, Type type, MemberFilterDelegate filter, MemberRenamerDelegate renamer)
    {
        foreach (var method in type.GetMethods(PublicStatic))
        {
            var isIgnored = method.IsSpecialName || method.IsDefined(typeof(ScriptMemberIgnoreAttribute));
            if (!isIgnored && (filter is null || filter(method)))
                script.SetValue(renamer(method), new MethodFunction(null, method), readOnly: false);
        }
    }
}
