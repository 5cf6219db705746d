using System;
using System.Globalization;
using System.Linq;
using MySqlReplication.Engine.Plans;

namespace MySqlReplication.Engine.Configuration;

/// <summary>The parameter of Set-MyCnfReplication that sets an option, for commands that people are told to type.</summary>
internal static class OptionParameter
{
    /// <summary>"-SyncBinlog 1"; null for an option that no parameter sets to that value.</summary>
    /// <param name="option">The option.</param>
    /// <param name="value">Canonical.</param>
    public static string? Of(OptionDefinition option, string value)
    {
        if (option == OptionCatalogue.BinlogExpireSeconds || option == OptionCatalogue.ExpireLogsDays)
        {
            return OptionValues.Number(value) is not (>= 0 and var number) ? null
                : "-BinlogExpiry " + CommandText.Time(option == OptionCatalogue.ExpireLogsDays ? TimeSpan.FromDays(number) : TimeSpan.FromSeconds(number));
        }

        if (option.Family == OptionFamily.SemiSync || option.Kind == OptionKind.List)
        {
            return null;
        }

        var name = "-" + string.Concat(option.Name.Split('-').Select(w => char.ToUpper(w[0], CultureInfo.InvariantCulture) + w.Substring(1)));
        return option == OptionCatalogue.Doublewrite ? value is "ON" or "OFF" ? name + " " + CommandText.Flag(value == "ON") : null
            : option.Kind == OptionKind.Flag ? name + " " + CommandText.Flag(value == "1")
            : name + " " + CommandText.Word(OptionText.ToPeople(value));
    }
}
